//! Sockets that suspend the calling task where std's would block the thread.
//!
//! Names and signatures are std's. Looking up a host's name still blocks the
//! thread, with all its tasks. Unix only.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{self, Shutdown, SocketAddr, ToSocketAddrs};
use std::os::fd::AsFd;
use std::panic::Location;
use std::rc::Rc;

use rustix::event::PollFlags;
use rustix::io::{Errno, FdFlags, fcntl_setfd};
use rustix::net::{AddressFamily, SocketType};

use super::hub::hub;
use super::poll::Interested;
use super::task::Core;
use crate::coroutine::here;
use crate::trace::{ObjectKind, State, Tag};

/// A socket of std's that does not block, and its name.
struct Socket<S> {
    raw: Rc<S>,
    tag: Tag,
}

impl<S: AsFd + 'static> Socket<S> {
    #[track_caller]
    fn new(raw: S) -> Self {
        Self { raw: Rc::new(raw), tag: Tag::new(ObjectKind::Socket) }
    }

    /// Does `io` as soon as it would not block.
    #[track_caller]
    fn when<R>(
        &self,
        ready: PollFlags,
        mut io: impl FnMut(&S) -> io::Result<R>,
    ) -> io::Result<R> {
        let place = Location::caller();
        loop {
            match io(&self.raw) {
                Err(why) if why.kind() == io::ErrorKind::WouldBlock => {
                    self.wait(ready, place)?;
                }
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }

    fn wait(
        &self,
        ready: PollFlags,
        place: &'static Location<'static>,
    ) -> io::Result<()> {
        if here::unwinds::<Core>() {
            return Err(io::Error::other("a task that unwinds cannot wait"));
        }
        let hub = hub();
        let caller = hub.caller();
        caller.begin();
        let socket = self.raw.clone();
        let _interested = Interested::new(hub.clone(), socket, ready, caller);
        let tag = Some(&self.tag).filter(|tag| tag.on());
        hub.park(State::Io, tag, place);
        Ok(())
    }
}

/// A TCP connection.
///
/// It is read and written through `&TcpStream` too, so that two tasks can
/// share it in an [`Rc`].
pub struct TcpStream(Socket<net::TcpStream>);

impl TcpStream {
    /// Connects to the first of `addr`'s addresses that answers.
    ///
    /// # Errors
    ///
    /// That of the last address, if none does.
    #[track_caller]
    pub fn connect(addr: impl ToSocketAddrs) -> io::Result<Self> {
        let mut last = io::Error::new(
            io::ErrorKind::InvalidInput,
            "could not resolve to any addresses",
        );
        for addr in addr.to_socket_addrs()? {
            match Self::connect_to(addr) {
                Ok(stream) => return Ok(stream),
                Err(why) => last = why,
            }
        }
        Err(last)
    }

    #[track_caller]
    fn connect_to(addr: SocketAddr) -> io::Result<Self> {
        let family = match addr {
            SocketAddr::V4(_) => AddressFamily::INET,
            SocketAddr::V6(_) => AddressFamily::INET6,
        };
        let fd = rustix::net::socket(family, SocketType::STREAM, None)?;
        fcntl_setfd(&fd, FdFlags::CLOEXEC)?;
        let raw = net::TcpStream::from(fd);
        raw.set_nonblocking(true)?;
        let begun = rustix::net::connect(&raw, &addr);
        let stream = Self(Socket::new(raw));
        match begun {
            Err(Errno::INPROGRESS) => {
                // Connected or refused, it can be written to.
                stream.0.wait(PollFlags::OUT, Location::caller())?;
                stream.0.raw.take_error()?.map_or(Ok(stream), Err)
            }
            begun => begun.map(|()| stream).map_err(io::Error::from),
        }
    }

    /// Gives it the name that traces show.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.0.tag.set_name(name);
        self
    }

    /// The other side's address.
    ///
    /// # Errors
    ///
    /// If the connection is gone.
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.raw.peer_addr()
    }

    /// This side's address.
    ///
    /// # Errors
    ///
    /// If the system does not know it.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.raw.local_addr()
    }

    /// Ends one direction of the connection, or both.
    ///
    /// # Errors
    ///
    /// If the connection is gone.
    pub fn shutdown(&self, how: Shutdown) -> io::Result<()> {
        self.0.raw.shutdown(how)
    }
}

impl Read for &TcpStream {
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.when(PollFlags::IN, |mut raw| raw.read(buf))
    }
}

impl Write for &TcpStream {
    #[track_caller]
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.0.when(PollFlags::OUT, |mut raw| raw.write(buf))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for TcpStream {
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        (&*self).read(buf)
    }
}

impl Write for TcpStream {
    #[track_caller]
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        (&*self).write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for TcpStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.raw.fmt(f)
    }
}

/// A socket that accepts TCP connections.
pub struct TcpListener(Socket<net::TcpListener>);

impl TcpListener {
    /// Listens at `addr`; at a port that the system chooses, if that is 0.
    ///
    /// # Errors
    ///
    /// If somebody else listens there, or it is not allowed.
    #[track_caller]
    pub fn bind(addr: impl ToSocketAddrs) -> io::Result<Self> {
        let raw = net::TcpListener::bind(addr)?;
        raw.set_nonblocking(true)?;
        Ok(Self(Socket::new(raw)))
    }

    /// Gives it the name that traces show.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.0.tag.set_name(name);
        self
    }

    /// Waits for a connection.
    ///
    /// # Errors
    ///
    /// If the connection is gone already, or there are too many.
    #[track_caller]
    pub fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let (raw, peer) = self.0.when(PollFlags::IN, |raw| raw.accept())?;
        raw.set_nonblocking(true)?;
        Ok((TcpStream(Socket::new(raw)), peer))
    }

    /// Its address.
    ///
    /// # Errors
    ///
    /// If the system does not know it.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.raw.local_addr()
    }
}

impl fmt::Debug for TcpListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.raw.fmt(f)
    }
}
