//! Connections of browsers: so many at once, and none for long that asks for nothing. The only user of `hyper` and
//! `hyper_util`.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// How many connections there are at once.
const MOST: usize = 256;

/// How long a request may take until its head is there. A connection without a request lasts no longer either.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to wait when the system has no room for another connection.
const PAUSE: Duration = Duration::from_millis(100);

/// A connection that may still be open.
struct Connection {
    task: JoinHandle<()>,
    /// Whether it has sent a whole request.
    has_asked: Arc<AtomicBool>,
}

/// Answers until the program is ended.
pub(super) async fn serve(listener: &TcpListener, router: &Router) -> io::Result<()> {
    let mut connections: Vec<Connection> = Vec::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.retain(|connection| !connection.task.is_finished());
                if connections.len() < MOST || drop_one(&mut connections) {
                    connections.push(answer(stream, router.clone()));
                }
            }
            // The browser is gone, or too many files are open: neither is a reason to end.
            Err(_) => sleep(PAUSE).await,
        }
    }
}

/// Drops the oldest connection that has not asked for anything, if there is one.
fn drop_one(connections: &mut Vec<Connection>) -> bool {
    let is_idle = |connection: &Connection| !connection.has_asked.load(Ordering::Relaxed);
    let Some(oldest) = connections.iter().position(is_idle) else { return false };
    connections.remove(oldest).task.abort();
    true
}

fn answer(stream: TcpStream, router: Router) -> Connection {
    let has_asked = Arc::new(AtomicBool::new(false));
    let asks = Arc::clone(&has_asked);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request| {
        asks.store(true, Ordering::Relaxed);
        router.call(request)
    });
    let task = tokio::spawn(async move {
        let mut server = http1::Builder::new();
        server.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
        // A browser that goes away, or sends what is no request, hears nothing more.
        let _ = server.serve_connection(TokioIo::new(stream), service).await;
    });
    Connection { task, has_asked }
}
