//! A preview of the site: pages made when they are asked for, and made again when a file changes.
//!
//! 1. `watch` says which files may have changed.
//! 2. `workshop` reads them again, makes anew what depends on them, and puts a new bundle together, of which the rest
//!    is that of the last one; without a new one, the last good one stays.
//! 3. `listen` takes their connections, and drops those that ask for nothing or take nothing.
//! 4. `respond` answers browsers on this machine, and tells open pages of every new `state`; `document` reads the files
//!    that are only copied, piece by piece.

mod document;
mod listen;
mod respond;
mod state;
mod watch;
mod workshop;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::{fmt, thread};

use tokio::sync::watch as channel;

use crate::base::problem::Problems;
use crate::content::read::Source;
use crate::site::plan::CheckOptions;
use watch::Changes;
use workshop::Workshop;

/// What a preview needs to know.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// What checking needs.
    pub check: CheckOptions,
    /// The port to answer at, or the first free one above it; 0 for any.
    pub port: u16,
}

/// What there is to say while a preview runs.
pub enum PreviewEvent<'a> {
    /// The site was read and checked, for the first time or after a change.
    Checked {
        /// The files, from which reports quote.
        source: &'a Source,
        /// What was found; without an error, browsers now see a new site.
        problems: &'a Problems,
    },
    /// Something other than the content keeps the site from being shown.
    Broken(&'a str),
    /// Changes are found by looking at every file again and again, because the system cannot tell of them.
    Polling(&'a str),
}

/// Takes in what there is to say.
pub type OnEvent = dyn Fn(PreviewEvent<'_>) + Send + Sync;

/// Why there is no preview.
#[derive(Debug)]
pub enum ServeError {
    /// No port is free.
    Port(u16, io::Error),
    /// The folder cannot be found, or the system refuses something else.
    Io(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::Port(port, error) => write!(f, "cannot listen at port {port} or above: {error}"),
            ServeError::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ServeError {}

/// A preview whose address is known, and which waits for browsers.
pub struct Preview {
    options: ServeOptions,
    listener: TcpListener,
    address: SocketAddr,
}

/// How many threads make files and read documents. More would not be quicker, and each keeps memory of its own.
const THREADS: usize = respond::MADE_AT_ONCE + 4;

/// How many ports are tried.
const PORTS: u16 = 100;

impl Preview {
    /// Takes a port of the loopback interface: no other machine can reach it.
    ///
    /// # Errors
    /// When none is free, or the root is no folder.
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
        Ok(Preview { options, listener, address })
    }

    /// The address for browsers; it leads on to the site.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Answers browsers until the program is ended.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn run(self, tell: impl Fn(PreviewEvent<'_>) + Send + Sync + 'static) -> Result<(), ServeError> {
        let tell: Arc<OnEvent> = Arc::new(tell);
        let (states, state) = channel::channel(None);
        let root = self.options.check.root.clone();
        let router = respond::router(state, Arc::clone(&tell), root.clone());
        let mut workshop = Workshop::new(self.options.check, states, Arc::clone(&tell));
        let teller = Arc::clone(&tell);
        thread::spawn(move || {
            workshop.open();
            match Changes::watch(&root, &*teller) {
                Ok(mut changes) => {
                    while let Some(changed) = changes.next() {
                        workshop.take_in(&changed);
                    }
                }
                Err(error) => teller(PreviewEvent::Broken(&format!("changes are not seen: {error}"))),
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
