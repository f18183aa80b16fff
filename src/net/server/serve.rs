//! The server: it waits, accepts, hands over, and stops.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Mutex, MutexGuard};

use super::crew::Crew;
use super::datagram::{Udp, UnixDatagram};
use super::door::{Came, Door};
use super::handler::Handler;
use super::live::Live;
use super::mode::Mode;
use super::transport::{Request, Tcp, Transport, Unix};
use super::work::{Work, caught};
use crate::net::real_only;
use crate::net::stop::{Bell, Stopper};

/// Connections that the system keeps waiting for a server, as std's
/// listeners have it on Linux since 2023.
const BACKLOG: u32 = 4096;

/// How long requests may go on when the server stops, unless it is said.
const GRACE: Duration = Duration::from_secs(5);

/// How long they are waited for after their connections were cut.
const LAST_GRACE: Duration = Duration::from_secs(5);

/// Serves the requests that come to a [`Transport`] with a [`Handler`]; see
/// the [module](super).
pub struct Server<T: Transport, H> {
    transport: T,
    handler: Arc<H>,
    mode: Mode,
    pub(super) max_connections: usize,
    max_per_peer: usize,
    timeout: Option<Duration>,
    grace: Duration,
    poll_interval: Option<Duration>,
    bell: Arc<Bell>,
    live: Arc<Live>,
    /// Held by who serves.
    crew: Mutex<Option<Crew<T::Request, H>>>,
}

/// Held by the one thread that serves: the crew, once there is one.
type Serving<'a, R, H> = MutexGuard<'a, Option<Crew<R, H>>>;

impl<H: Handler<<Tcp as Transport>::Request>> Server<Tcp, H> {
    /// A server of TCP connections; at port 0 the system chooses one.
    ///
    /// # Errors
    ///
    /// If the address is in use, or not of this machine.
    pub fn tcp(address: impl ToSocketAddrs, handler: H) -> io::Result<Self> {
        Self::new(Tcp::bind(first(address)?, BACKLOG)?, handler)
    }
}

impl<H: Handler<<Udp as Transport>::Request>> Server<Udp, H> {
    /// A server of UDP datagrams; at port 0 the system chooses one.
    ///
    /// # Errors
    ///
    /// If the address is in use, or not of this machine.
    pub fn udp(address: impl ToSocketAddrs, handler: H) -> io::Result<Self> {
        Self::new(Udp::bind(first(address)?)?, handler)
    }
}

impl<H: Handler<<Unix as Transport>::Request>> Server<Unix, H> {
    /// A server of connections to a path.
    ///
    /// # Errors
    ///
    /// If there is something at that path, or it is too long.
    pub fn unix(path: impl AsRef<Path>, handler: H) -> io::Result<Self> {
        Self::new(Unix::bind(path, BACKLOG)?, handler)
    }
}

impl<H: Handler<<UnixDatagram as Transport>::Request>> Server<UnixDatagram, H> {
    /// A server of datagrams to a path.
    ///
    /// # Errors
    ///
    /// If there is something at that path, or it is too long.
    pub fn unix_datagram(
        path: impl AsRef<Path>,
        handler: H,
    ) -> io::Result<Self> {
        Self::new(UnixDatagram::bind(path)?, handler)
    }
}

fn first(address: impl ToSocketAddrs) -> io::Result<SocketAddr> {
    address.to_socket_addrs()?.next().ok_or_else(|| {
        io::Error::new(ErrorKind::InvalidInput, "the name has no address")
    })
}

impl<T: Transport, H: Handler<T::Request>> Server<T, H> {
    /// An iterative server of at most 1,000 requests at once.
    ///
    /// # Errors
    ///
    /// If the system has no descriptors for it.
    ///
    /// # Panics
    ///
    /// In an explored program.
    pub fn new(transport: T, handler: H) -> io::Result<Self> {
        real_only("serves");
        Ok(Self::woken_by(Arc::new(Bell::new()?), transport, handler))
    }

    pub(in crate::net) fn woken_by(
        bell: Arc<Bell>,
        transport: T,
        handler: H,
    ) -> Self {
        Self {
            transport,
            handler: Arc::new(handler),
            mode: Mode::iterative(),
            max_connections: 1_000,
            max_per_peer: usize::MAX,
            timeout: None,
            grace: GRACE,
            poll_interval: None,
            live: Live::new(bell.clone()),
            bell,
            crew: Mutex::new(None),
        }
    }

    /// Who serves the requests; the server itself unless it is said.
    #[must_use]
    pub fn mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    /// Requests that are served at once, or wait for a worker; 1,000 unless
    /// it is said. Whoever comes then waits in the system's backlog.
    #[must_use]
    pub fn max_connections(self, most: usize) -> Self {
        Self { max_connections: most.max(1), ..self }
    }

    /// Connections of one network address at once; whoever has as many
    /// already is hung up on. As many as there may be unless it is said.
    #[must_use]
    pub fn max_per_peer(self, most: usize) -> Self {
        Self { max_per_peer: most.max(1), ..self }
    }

    /// How long a connection may last, in all; as long as it likes unless it
    /// is said.
    #[must_use]
    pub fn request_timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// How long requests may go on when the server stops; then their
    /// connections are cut; 5 s unless it is said.
    #[must_use]
    pub fn grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// How often [`Handler::service_actions`] is called while nothing comes;
    /// not at all unless it is said.
    #[must_use]
    pub fn poll_interval(self, interval: Duration) -> Self {
        Self { poll_interval: Some(interval), ..self }
    }

    /// Where it is found.
    #[must_use]
    pub fn address(&self) -> T::Address {
        self.transport.address()
    }

    /// What its requests are handled by.
    #[must_use]
    pub fn handler(&self) -> &H {
        &self.handler
    }

    /// What stops it.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper::new(self.bell.clone())
    }

    /// Requests that are being served, or wait for a worker.
    #[must_use]
    pub fn live(&self) -> usize {
        self.live.count()
    }

    /// Serves until it is [stopped](Stopper::stop). It may then serve again.
    ///
    /// # Blocking
    ///
    /// Until it is stopped, and every request has ended; see
    /// [`grace`](Self::grace).
    ///
    /// # Errors
    ///
    /// If it serves already. If the system gives no thread for a pool's
    /// workers. `TimedOut` if requests go on 5 s after they were cut.
    pub fn serve_forever(&self) -> io::Result<()> {
        let mut serving = self.serving()?;
        let crew = self.crew(&mut serving)?;
        let mut door = self.door();
        while !self.bell.is_stopped() {
            if let Came::Request(request) = door.wait(self.poll_interval)? {
                self.take(request, crew);
            }
            let _ = caught(|| {
                self.handler.service_actions();
                Ok(())
            });
        }
        self.bell.reset();
        self.end(serving.take())
    }

    /// Serves one request, if one comes in time; whether one did. Who has to
    /// be stopped may be so while it waits.
    ///
    /// # Blocking
    ///
    /// Until a request comes or the time is over, and in an iterative server
    /// until the request has ended.
    ///
    /// # Errors
    ///
    /// As [`serve_forever`](Self::serve_forever).
    pub fn handle_request(
        &self,
        timeout: Option<Duration>,
    ) -> io::Result<bool> {
        let mut serving = self.serving()?;
        let crew = self.crew(&mut serving)?;
        let until = timeout.and_then(|it| Instant::now().checked_add(it));
        let mut door = self.door();
        while !self.bell.is_stopped() {
            let left = until
                .map(|until| until.saturating_duration_since(Instant::now()));
            match door.wait(left)? {
                Came::Request(request) => {
                    self.take(request, crew);
                    return Ok(true);
                }
                Came::Nobody if left.is_some_and(|left| left.is_zero()) => {
                    self.handler.handle_timeout();
                    return Ok(false);
                }
                Came::Nobody => {}
            }
        }
        self.bell.reset();
        Ok(false)
    }

    fn serving(&self) -> io::Result<Serving<'_, T::Request, H>> {
        self.crew.try_lock().ok_or_else(|| {
            let why = "this server serves already, on another thread";
            io::Error::new(ErrorKind::ResourceBusy, why)
        })
    }

    fn crew<'a>(
        &self,
        serving: &'a mut Option<Crew<T::Request, H>>,
    ) -> io::Result<&'a mut Crew<T::Request, H>> {
        Ok(match serving {
            Some(crew) => crew,
            none => none.insert(Crew::new(&self.mode)?),
        })
    }

    fn door(&self) -> Door<'_, T, H> {
        Door::new(
            &self.transport,
            &*self.handler,
            &self.bell,
            &self.live,
            self.max_connections,
        )
    }

    fn take(&self, mut request: T::Request, crew: &mut Crew<T::Request, H>) {
        let verified = caught(|| Ok(self.handler.verify_request(&request)));
        let ticket = self.live.enter(&request, self.max_per_peer);
        match ticket.filter(|_| verified.unwrap_or(false)) {
            Some(ticket) => {
                let deadline = |it| Instant::now().checked_add(it);
                request.set_deadline(self.timeout.and_then(deadline));
                let handler = self.handler.clone();
                crew.take(Work { request, ticket, handler });
            }
            None => request.refuse(),
        }
    }

    /// Waits for the requests that go on.
    fn end(&self, crew: Option<Crew<T::Request, H>>) -> io::Result<()> {
        if !self.live.wait(self.grace) {
            self.live.cut();
            if !self.live.wait(LAST_GRACE) {
                let left = self.live.count();
                let why = format!(
                    "{left} requests go on although their connections were \
                     cut {} s ago",
                    LAST_GRACE.as_secs()
                );
                return Err(io::Error::new(ErrorKind::TimedOut, why));
            }
        }
        crew.into_iter().for_each(Crew::end);
        Ok(())
    }
}

impl<T: Transport, H> fmt::Debug for Server<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.transport.address())
            .field("mode", &self.mode)
            .field("live", &self.live.count())
            .finish_non_exhaustive()
    }
}
