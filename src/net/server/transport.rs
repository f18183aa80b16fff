//! Where requests come from.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::{SocketAddr as UnixAddr, UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use socket2::{Domain, SockAddr, Socket, Type};

use super::connection::Connection;
use crate::net::socket::End;

/// Where a server's requests come from.
pub trait Transport: Send + Sync + 'static {
    /// What is served.
    type Request: Request;
    /// Where it is found.
    type Address: Clone + fmt::Debug + Send;

    /// Where it is found.
    fn address(&self) -> Self::Address;

    /// What is waited at until there is a request.
    fn descriptor(&self) -> BorrowedFd<'_>;

    /// The next request.
    ///
    /// # Errors
    ///
    /// `WouldBlock` if there is none; and what the system says.
    fn get_request(&self) -> io::Result<Self::Request>;
}

/// What is served: a connection, or a datagram.
pub trait Request: Send + Sized + 'static {
    /// What it is called in traces, before its number.
    const NAME: &'static str;

    /// Who asks.
    fn peer(&self) -> &Peer;

    /// Ends it from another thread: whoever reads or writes is told so.
    fn cutter(&self) -> Option<Box<dyn Fn() + Send>>;

    /// From then on, whoever waits for the peer is told that it is late.
    fn set_deadline(&mut self, deadline: Option<Instant>);

    /// Ends it, so that everything arrives that was sent.
    fn close(self);

    /// Ends it unserved.
    fn refuse(self) {
        drop(self);
    }

    /// What another process needs to serve it.
    ///
    /// # Errors
    ///
    /// If the system has no descriptor for that.
    fn pack(self) -> io::Result<(OwnedFd, Vec<u8>)>;

    /// The inverse of `pack`.
    ///
    /// # Errors
    ///
    /// If that is no such request.
    fn unpack(descriptor: OwnedFd, rest: Vec<u8>) -> io::Result<Self>;
}

/// Who has asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Peer {
    /// Somebody on a network.
    Inet(SocketAddr),
    /// Somebody on this machine, at a path if it has one.
    Unix(Option<PathBuf>),
}

impl Peer {
    pub(super) fn unix(address: &UnixAddr) -> Self {
        Self::Unix(address.as_pathname().map(Path::to_owned))
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inet(address) => address.fmt(f),
            Self::Unix(Some(path)) => path.display().fmt(f),
            Self::Unix(None) => f.write_str("a local client"),
        }
    }
}

/// Connections over TCP.
#[derive(Debug)]
pub struct Tcp {
    listener: TcpListener,
    address: SocketAddr,
}

impl Tcp {
    /// Listens at `address`; of those who come while nobody accepts, the
    /// system keeps `backlog` waiting. Whoever comes then tries again after a
    /// second.
    ///
    /// # Errors
    ///
    /// If the address is in use, or not of this machine.
    pub fn bind(address: SocketAddr, backlog: u32) -> io::Result<Self> {
        let domain = Domain::for_address(address);
        let socket = Socket::new(domain, Type::STREAM, None)?;
        // The port is free again as soon as its server has ended.
        socket.set_reuse_address(true)?;
        socket.bind(&address.into()).map_err(|why| told(why, &address))?;
        listen(&socket, backlog)?;
        let listener = TcpListener::from(socket);
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }
}

impl Tcp {
    /// The next connection, which sends at once what is written.
    pub(in crate::net) fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let (stream, peer) = self.listener.accept()?;
        stream.set_nodelay(true)?;
        Ok((stream, peer))
    }
}

impl<T: Transport> Transport for Arc<T> {
    type Request = T::Request;
    type Address = T::Address;

    fn address(&self) -> T::Address {
        (**self).address()
    }

    fn descriptor(&self) -> BorrowedFd<'_> {
        (**self).descriptor()
    }

    fn get_request(&self) -> io::Result<T::Request> {
        (**self).get_request()
    }
}

impl Transport for Tcp {
    type Request = Connection<TcpStream>;
    type Address = SocketAddr;

    fn address(&self) -> SocketAddr {
        self.address
    }

    fn descriptor(&self) -> BorrowedFd<'_> {
        self.listener.as_fd()
    }

    fn get_request(&self) -> io::Result<Self::Request> {
        let (stream, peer) = self.accept()?;
        stream.set_nonblocking(false)?;
        let end = End::of(&stream).called("the caller");
        Ok(Connection::new(stream, Peer::Inet(peer), end))
    }
}

/// Connections over a socket in the file system.
#[derive(Debug)]
pub struct Unix {
    listener: UnixListener,
    path: PathBuf,
}

impl Unix {
    /// Listens at `path`, which is removed again when this is dropped.
    ///
    /// # Errors
    ///
    /// If there is something at `path`, or it is too long: 107 bytes on
    /// Linux.
    pub fn bind(path: impl AsRef<Path>, backlog: u32) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
        let address = SockAddr::unix(&path);
        let bound = address.and_then(|address| socket.bind(&address));
        bound.map_err(|why| told(why, &path.display()))?;
        listen(&socket, backlog)?;
        Ok(Self { listener: UnixListener::from(OwnedFd::from(socket)), path })
    }
}

impl Drop for Unix {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Transport for Unix {
    type Request = Connection<UnixStream>;
    type Address = PathBuf;

    fn address(&self) -> PathBuf {
        self.path.clone()
    }

    fn descriptor(&self) -> BorrowedFd<'_> {
        self.listener.as_fd()
    }

    fn get_request(&self) -> io::Result<Self::Request> {
        let (stream, peer) = self.listener.accept()?;
        stream.set_nonblocking(false)?;
        let caller = End::alone().called("the caller");
        Ok(Connection::new(stream, Peer::unix(&peer), caller))
    }
}

fn listen(socket: &Socket, backlog: u32) -> io::Result<()> {
    socket.set_nonblocking(true)?;
    socket.listen(i32::try_from(backlog).unwrap_or(i32::MAX))
}

/// The error, with the address that it is about.
pub(super) fn told(why: io::Error, address: &dyn fmt::Display) -> io::Error {
    io::Error::new(why.kind(), format!("{address}: {why}"))
}
