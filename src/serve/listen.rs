//! Limits connections of browsers: their number, and the time without a request or while the browser reads nothing.
//! The only user of `hyper`, `hyper_util` and `socket2`.

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

/// The maximum number of open connections.
const MOST: usize = 256;

/// The number of newest connections that are not dropped for having sent no request: it may be on its way.
const NEWEST: usize = 32;

/// The time limit for receiving the head of a request, and for a browser that reads nothing of a response. A
/// connection without a request is closed after the same time.
const PATIENCE: Duration = Duration::from_secs(10);

/// The pause after the system could not accept a connection.
const PAUSE: Duration = Duration::from_millis(100);

/// The size of the buffer for one connection, in bytes. It also limits the head of a request.
const WAITING_HERE: usize = 64 * 1024;

/// The size of the system's send buffer for one connection, in bytes. The system reports free space only when a third
/// of the buffer is free; with a larger one, a slow browser would seem to read nothing.
const WAITING_IN_SYSTEM: usize = 256 * 1024;

/// A connection that may still be open.
struct Connection {
    task: JoinHandle<()>,
    /// Whether it has sent a whole request.
    has_asked: Arc<AtomicBool>,
    lasting: Lasting,
}

/// Whether a connection has a response that stays open. It is attached to every request.
#[derive(Clone, Default)]
pub(super) struct Lasting(Arc<AtomicBool>);

impl Lasting {
    /// Protects the connection from being closed in favour of others, until the returned guard is dropped.
    pub(super) fn keep(&self) -> Kept {
        self.0.store(true, Ordering::Relaxed);
        Kept(self.clone())
    }
}

/// A guard that protects a connection from being closed in favour of others.
pub(super) struct Kept(Lasting);

impl Drop for Kept {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Relaxed);
    }
}

/// Serves connections until the program ends.
pub(super) async fn serve(listener: &TcpListener, router: &Router) -> io::Result<()> {
    let mut connections: Vec<Connection> = Vec::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.retain(|connection| !connection.task.is_finished());
                if connections.len() < MOST || drop_one(&mut connections) {
                    connections.push(answer(stream, router.clone()));
                }
                // A request that has already arrived is read before the next connection is accepted.
                yield_now().await;
            }
            // The browser has gone, or too many files are open. Neither is a reason to stop.
            Err(_) => sleep(PAUSE).await,
        }
    }
}

/// Closes the oldest connection without a request, or else the oldest without a response that stays open. There is
/// always one, because only a few responses may stay open.
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
    // If this fails, the system buffers more, which is no reason to refuse the connection.
    let _ = SockRef::from(&stream).set_send_buffer_size(WAITING_IN_SYSTEM);
    let task = tokio::spawn(async move {
        let mut server = http1::Builder::new();
        server.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(WAITING_HERE);
        // If the browser goes away or sends an invalid request, there is nothing left to do.
        let _ = server.serve_connection(TokioIo::new(Impatient::new(stream)), service).await;
    });
    Connection { task, has_asked, lasting }
}

/// A connection that fails if the browser reads nothing for a while although data is waiting for it.
struct Impatient {
    stream: TcpStream,
    /// The time by which the browser must read something; `None` while it does.
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
        // Otherwise the system would keep the unsent data and continue trying to send it.
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
