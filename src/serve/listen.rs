//! Connections of browsers: so many at once, and none for long that asks for nothing or takes nothing. The only user of
//! `hyper`, `hyper_util` and `socket2`.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, yield_now};
use tokio::time::{Sleep, sleep};

/// How many connections there are at once.
const MOST: usize = 256;

/// How many of them, the newest, are not dropped for having asked nothing: their requests may be on the way.
const NEWEST: usize = 32;

/// How long a request may take until its head is there, and how long a browser may take nothing of an answer. A
/// connection without a request lasts no longer either.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to wait when the system has no room for another connection.
const PAUSE: Duration = Duration::from_millis(100);

/// How much of an answer waits in the program for one browser, in bytes. The head of a request is no longer either.
const WAITING_HERE: usize = 64 * 1024;

/// How much of an answer waits in the system for one browser, in bytes. The system tells of room only when a third of
/// it is free; with more, a slow browser would seem to take nothing.
const WAITING_IN_SYSTEM: usize = 256 * 1024;

/// A connection that may still be open.
struct Connection {
    task: JoinHandle<()>,
    /// Whether it has sent a whole request.
    has_asked: Arc<AtomicBool>,
    lasting: Lasting,
}

/// Whether a connection has an answer that does not end. Requests bring it along.
#[derive(Clone, Default)]
pub(super) struct Lasting(Arc<AtomicBool>);

impl Lasting {
    /// Keeps the connection from being dropped for others, until what it returns is dropped.
    pub(super) fn keep(&self) -> Kept {
        self.0.store(true, Ordering::Relaxed);
        Kept(self.clone())
    }
}

/// Keeps a connection from being dropped for others.
pub(super) struct Kept(Lasting);

impl Drop for Kept {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Relaxed);
    }
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
                // A request that is there already is read before the next connection is taken.
                yield_now().await;
            }
            // The browser is gone, or too many files are open: neither is a reason to end.
            Err(_) => sleep(PAUSE).await,
        }
    }
}

/// Drops the oldest connection that has not asked for anything, or else the oldest whose answer should have ended.
/// There is always one, since few answers may last.
fn drop_one(connections: &mut Vec<Connection>) -> bool {
    let is_idle = |connection: &Connection| !connection.has_asked.load(Ordering::Relaxed);
    let should_end = |connection: &Connection| !connection.lasting.0.load(Ordering::Relaxed);
    let idle = connections.iter().rev().skip(NEWEST).rev().position(is_idle);
    let Some(oldest) = idle.or_else(|| connections.iter().position(should_end)) else { return false };
    connections.remove(oldest).task.abort();
    true
}

fn answer(stream: TcpStream, router: Router) -> Connection {
    let has_asked = Arc::new(AtomicBool::new(false));
    let asks = Arc::clone(&has_asked);
    let lasting = Lasting::default();
    let lasts = lasting.clone();
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        asks.store(true, Ordering::Relaxed);
        request.extensions_mut().insert(lasts.clone());
        router.call(request)
    });
    // Without it, more waits in the system; that is no reason not to answer.
    let _ = SockRef::from(&stream).set_send_buffer_size(WAITING_IN_SYSTEM);
    let task = tokio::spawn(async move {
        let mut server = http1::Builder::new();
        server.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(WAITING_HERE);
        // A browser that goes away, or sends what is no request, hears nothing more.
        let _ = server.serve_connection(TokioIo::new(Impatient::new(stream)), service).await;
    });
    Connection { task, has_asked, lasting }
}

/// A connection that ends when the browser takes nothing for a while, although there is something for it.
struct Impatient {
    stream: TcpStream,
    /// Until when the browser has to take something; nothing while it does.
    limit: Option<Pin<Box<Sleep>>>,
}

impl Impatient {
    fn new(stream: TcpStream) -> Self {
        Impatient { stream, limit: None }
    }

    fn write<T>(
        &mut self,
        context: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(written) = write(Pin::new(&mut self.stream), context) {
            self.limit = None;
            return Poll::Ready(written);
        }
        let limit = self.limit.get_or_insert_with(|| Box::pin(sleep(PATIENCE)));
        ready!(limit.as_mut().poll(context));
        // Otherwise the system would keep what it has for the browser, and go on trying.
        let _ = self.stream.set_zero_linger();
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Impatient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Impatient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.write(context, |stream, context| stream.poll_write(context, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.write(context, |stream, context| stream.poll_write_vectored(context, slices))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
