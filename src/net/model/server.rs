//! A server in one of the seven ways.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use super::connection::Talk;
use super::kind::Model;
use super::session::Session;
use super::{blocking, readiness, spin};
use crate::net::exhausted::REST;
use crate::net::real_only;
use crate::net::selector::Kind;
use crate::net::server::{Tcp, Transport};
use crate::net::stop::{Bell, Stopper};

/// Connections that the system keeps waiting.
const BACKLOG: u32 = 4096;

/// A TCP server that waits for its connections as a [`Model`] does.
pub struct Server<F> {
    pub(super) tcp: Arc<Tcp>,
    pub(super) bell: Arc<Bell>,
    model: Model,
    pub(super) session: Arc<F>,
    pub(super) on_error: OnError,
    /// Connections that were accepted.
    accepted: AtomicU64,
}

/// Is told why somebody was not accepted.
pub(super) type OnError = Arc<dyn Fn(&io::Error) + Send + Sync>;

impl<S: Session, F: Fn() -> S + Send + Sync + 'static> Server<F> {
    /// Listens at `address`, at port 0 at a free one. Each connection is
    /// answered by a `session` of its own.
    ///
    /// # Errors
    ///
    /// If the address is in use or not of this machine. `Unsupported` if this
    /// system has no such model.
    ///
    /// # Panics
    ///
    /// In an explored program.
    pub fn bind(
        address: impl ToSocketAddrs,
        model: Model,
        session: F,
    ) -> io::Result<Self> {
        real_only("serves");
        if let Err(why) = probe(model) {
            let why = format!("this system has no {model}: {why}");
            return Err(io::Error::new(ErrorKind::Unsupported, why));
        }
        let none = || {
            io::Error::new(ErrorKind::InvalidInput, "the name has no address")
        };
        let address = address.to_socket_addrs()?.next().ok_or_else(none)?;
        Ok(Self {
            tcp: Arc::new(Tcp::bind(address, BACKLOG)?),
            bell: Arc::new(Bell::new()?),
            model,
            session: Arc::new(session),
            on_error: Arc::new(|_| {}),
            accepted: AtomicU64::new(0),
        })
    }

    /// Is called with the reason whenever somebody who has come is not
    /// served: for want of descriptors, or because `select` cannot watch one
    /// more.
    #[must_use]
    pub fn on_error(
        self,
        tell: impl Fn(&io::Error) + Send + Sync + 'static,
    ) -> Self {
        Self { on_error: Arc::new(tell), ..self }
    }

    /// Where it is found.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.tcp.address()
    }

    /// How it waits.
    #[must_use]
    pub fn model(&self) -> Model {
        self.model
    }

    /// What stops it.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper::new(self.bell.clone())
    }

    /// Serves until it is [stopped](Stopper::stop); then it hangs up.
    ///
    /// # Blocking
    ///
    /// Until it is stopped.
    ///
    /// # Errors
    ///
    /// What the system says when it cannot wait any more. That there are too
    /// many connections is no error: nobody is accepted for a moment.
    pub fn serve_forever(&self) -> io::Result<()> {
        let served = match self.model {
            Model::Blocking => blocking::serve(self),
            Model::NonBlocking => spin::serve(self),
            Model::Select => readiness::serve(self, Kind::Select),
            Model::Poll => readiness::serve(self, Kind::Poll),
            Model::Epoll => readiness::serve(self, Kind::Epoll),
            #[cfg(target_os = "linux")]
            Model::Sigio => super::sigio::serve(self),
            #[cfg(target_os = "linux")]
            Model::Uring => super::uring::serve(self),
            #[cfg(not(target_os = "linux"))]
            Model::Sigio | Model::Uring => Err(ErrorKind::Unsupported.into()),
        };
        self.bell.reset();
        served
    }

    pub(super) fn talk(&self, stream: &TcpStream) -> Talk<S> {
        // Relaxed: a number is all that is asked of it.
        let number = self.accepted.fetch_add(1, Ordering::Relaxed) + 1;
        Talk::new((self.session)(), stream, number)
    }
}

impl<F> Server<F> {
    /// Somebody who has come, if somebody has; their socket does not block.
    pub(super) fn accept(&self) -> io::Result<Option<TcpStream>> {
        match self.tcp.accept() {
            Ok((stream, _)) => {
                stream.set_nonblocking(true)?;
                Ok(Some(stream))
            }
            Err(why) => match why.kind() {
                ErrorKind::WouldBlock
                | ErrorKind::Interrupted
                | ErrorKind::ConnectionAborted => Ok(None),
                _ => Err(why),
            },
        }
    }

    /// Nobody is accepted for now, for this reason; until when nobody is
    /// tried again.
    pub(super) fn rest(&self, why: &io::Error) -> Instant {
        (self.on_error)(why);
        Instant::now() + REST
    }
}

/// Whether this system has it.
fn probe(model: Model) -> io::Result<()> {
    match model {
        #[cfg(target_os = "linux")]
        Model::Uring => super::uring::probe(),
        #[cfg(not(target_os = "linux"))]
        Model::Epoll | Model::Sigio | Model::Uring => {
            Err(io::Error::other("only Linux has"))
        }
        _ => Ok(()),
    }
}

impl<F> fmt::Debug for Server<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.tcp.address())
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}
