//! Those who accept connections.

use std::fmt;
use std::io;
use std::net::{self, SocketAddr, ToSocketAddrs};
use std::ops::Deref;
#[cfg(unix)]
use std::os::unix::net as unix;
use std::panic::Location;
#[cfg(unix)]
use std::path::Path;

use super::{End, TcpStream};
use crate::net::real_only;

/// Accepts TCP connections, as [`std::net::TcpListener`], to which it
/// dereferences.
pub struct TcpListener {
    raw: net::TcpListener,
    end: End,
}

/// Accepts connections on this machine, as
/// [`std::os::unix::net::UnixListener`], to which it dereferences. The path
/// stays when it is dropped.
#[cfg(unix)]
pub struct UnixListener {
    raw: unix::UnixListener,
    end: End,
}

impl TcpListener {
    /// Listens at `addr`; at a port that the system chooses, if that is 0.
    ///
    /// # Errors
    ///
    /// If somebody else listens there, or it is not of this machine.
    ///
    /// # Panics
    ///
    /// In an explored program.
    #[track_caller]
    pub fn bind(addr: impl ToSocketAddrs) -> io::Result<Self> {
        real_only("listens");
        net::TcpListener::bind(addr).map(Self::from)
    }

    /// Waits for a connection.
    ///
    /// # Blocking
    ///
    /// Until somebody connects.
    ///
    /// # Errors
    ///
    /// If the connection is gone already, or the system has no descriptor
    /// for it.
    #[track_caller]
    pub fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let place = Location::caller();
        let (stream, peer) = self.end.during(place, || self.raw.accept())?;
        Ok((TcpStream::from(stream), peer))
    }
}

#[cfg(unix)]
impl UnixListener {
    /// Listens at `path`, which must be free.
    ///
    /// # Errors
    ///
    /// If there is something at `path`, or it is too long.
    ///
    /// # Panics
    ///
    /// In an explored program.
    #[track_caller]
    pub fn bind(path: impl AsRef<Path>) -> io::Result<Self> {
        real_only("listens");
        unix::UnixListener::bind(path).map(Self::from)
    }

    /// Waits for a connection.
    ///
    /// # Blocking
    ///
    /// Until somebody connects.
    ///
    /// # Errors
    ///
    /// If the system has no descriptor for it.
    #[track_caller]
    pub fn accept(&self) -> io::Result<(super::UnixStream, unix::SocketAddr)> {
        let place = Location::caller();
        let (stream, peer) = self.end.during(place, || self.raw.accept())?;
        Ok((super::UnixStream::from(stream), peer))
    }
}

macro_rules! listener {
    ($listener:ident, $raw:ty) => {
        impl $listener {
            /// Gives it the name that traces show.
            #[must_use]
            pub fn named(mut self, name: impl Into<String>) -> Self {
                self.end.set_name(name);
                self
            }
        }

        impl From<$raw> for $listener {
            #[track_caller]
            fn from(raw: $raw) -> Self {
                Self { raw, end: End::alone() }
            }
        }

        impl Deref for $listener {
            type Target = $raw;

            fn deref(&self) -> &$raw {
                &self.raw
            }
        }

        #[cfg(unix)]
        impl std::os::fd::AsFd for $listener {
            fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
                self.raw.as_fd()
            }
        }

        impl fmt::Debug for $listener {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.raw.fmt(f)
            }
        }
    };
}

listener!(TcpListener, net::TcpListener);
#[cfg(unix)]
listener!(UnixListener, unix::UnixListener);
