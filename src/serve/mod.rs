//! Preview server: renders pages on request, and renders them again when a file changes.
//!
//! 1. `watch` reports which files may have changed.
//! 2. `rebuilder` reads them again, recomputes what depends on them, and makes a new bundle, which reuses the unchanged
//!    parts of the last one. If that fails, the last good bundle stays.
//! 3. `listen` accepts connections, and closes those that send no request or read no response.
//! 4. `edit` lets the person who started the preview change the content with forms.
//! 5. `respond` answers browsers on this machine, and notifies open pages of every new `state`; `document` reads
//!    documents and pictures piece by piece.

mod document;
mod edit;
mod event;
mod listen;
mod rebuilder;
mod respond;
mod state;
mod watch;

pub use event::{OnEvent, PreviewEvent};

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::{fmt, thread};

use tokio::sync::watch as channel;

use crate::site::plan::CheckOptions;
use edit::Editor;
use rebuilder::Rebuilder;
use watch::Changes;

/// Options for a preview.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Options for checking the content.
    pub check: CheckOptions,
    /// The port to listen on, or the first one to try; 0 for any free port.
    pub port: u16,
    /// Whether the content can be edited in the browser.
    pub can_edit: bool,
}

/// A reason why the preview cannot run.
#[derive(Debug)]
pub enum ServeError {
    /// No port is free.
    Port(u16, io::Error),
    /// The system gives no random numbers for the token of the forms.
    Random(getrandom::Error),
    /// The folder cannot be found, or another operation failed.
    Io(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::Port(port, error) => write!(f, "cannot listen on port {port} or above: {error}"),
            ServeError::Random(error) => write!(f, "the system gives no random numbers: {error}"),
            ServeError::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ServeError {}

/// A preview that has its address and can be run.
pub struct Preview {
    options: ServeOptions,
    listener: TcpListener,
    address: SocketAddr,
    /// The forms, unless the preview is only to be read.
    editor: Option<Arc<Editor>>,
}

/// The maximum number of threads that make files and read documents. More would not be faster, and each needs memory.
const THREADS: usize = respond::MADE_AT_ONCE + 4;

/// The number of further ports to try.
const PORTS: u16 = 100;

impl Preview {
    /// Opens a port on the loopback interface, which no other machine can reach.
    ///
    /// # Errors
    /// If no port is free, or the root cannot be found.
    pub fn open(mut options: ServeOptions) -> Result<Self, ServeError> {
        options.check.root = options.check.root.canonicalize().map_err(ServeError::Io)?;
        let first = options.port;
        let mut ports = first..=first.saturating_add(if first == 0 { 0 } else { PORTS });
        let listener = loop {
            let port = ports.next().unwrap_or(first);
            match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse && !ports.is_empty() => {}
                outcome => break outcome.map_err(|error| ServeError::Port(first, error))?,
            }
        };
        listener.set_nonblocking(true).map_err(ServeError::Io)?;
        let address = listener.local_addr().map_err(ServeError::Io)?;
        let editor = match options.can_edit {
            true => Some(Arc::new(
                Editor::new(options.check.clone(), address.port()).map_err(ServeError::Random)?,
            )),
            false => None,
        };
        Ok(Preview { options, listener, address, editor })
    }

    /// Returns the URL for browsers, which redirects to the site.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Returns the URL that lets a browser edit the content. It contains a token of this start. `None` if the content
    /// cannot be edited.
    pub fn edit_url(&self) -> Option<String> {
        self.editor.as_ref().map(|editor| editor.way_in())
    }

    /// Answers browsers until the program ends.
    ///
    /// # Errors
    /// If the server cannot be started.
    pub fn run(self, on_event: impl Fn(PreviewEvent<'_>) + Send + Sync + 'static) -> Result<(), ServeError> {
        let on_event: Arc<OnEvent> = Arc::new(on_event);
        let (states, state) = channel::channel(None);
        let root = self.options.check.root.clone();
        let router = respond::router(state, Arc::clone(&on_event), root.clone(), self.address, self.editor);
        let mut rebuilder = Rebuilder::new(self.options.check, states, Arc::clone(&on_event));
        let report = Arc::clone(&on_event);
        thread::spawn(move || {
            rebuilder.or_start_again(Rebuilder::open);
            match Changes::watch(&root, &*report) {
                Ok(mut changes) => {
                    while let Some(changed) = changes.next() {
                        rebuilder.or_start_again(|rebuilder| rebuilder.take_in(&changed));
                    }
                }
                Err(error) => report(PreviewEvent::Broken(&format!("changes cannot be detected: {error}"))),
            }
        });
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().max_blocking_threads(THREADS).build().map_err(ServeError::Io)?;
        let answer = async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            listen::serve(&listener, &router).await
        };
        runtime.block_on(answer).map_err(ServeError::Io)
    }
}
