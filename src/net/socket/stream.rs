//! Connections.

use std::fmt;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::net::{self, SocketAddr, ToSocketAddrs};
use std::ops::Deref;
#[cfg(unix)]
use std::os::unix::net as unix;
use std::panic::Location;
#[cfg(unix)]
use std::path::Path;
use std::time::Duration;

use super::End;
use crate::net::real_only;

/// A TCP connection, as [`std::net::TcpStream`], to which it dereferences.
pub struct TcpStream {
    raw: net::TcpStream,
    end: End,
}

/// A connection on this machine, as [`std::os::unix::net::UnixStream`], to
/// which it dereferences.
#[cfg(unix)]
pub struct UnixStream {
    raw: unix::UnixStream,
    end: End,
}

impl TcpStream {
    /// Connects to the first of `addr`'s addresses that answers.
    ///
    /// # Blocking
    ///
    /// Until one answers, or the system gives up.
    ///
    /// # Errors
    ///
    /// That of the last address, if none does.
    ///
    /// # Panics
    ///
    /// In an explored program.
    #[track_caller]
    pub fn connect(addr: impl ToSocketAddrs) -> io::Result<Self> {
        Self::connected(|| net::TcpStream::connect(addr))
    }

    /// As [`connect`](Self::connect), of one address, for at most this long.
    ///
    /// # Errors
    ///
    /// `TimedOut` if it has not answered until then.
    ///
    /// # Panics
    ///
    /// In an explored program.
    #[track_caller]
    pub fn connect_timeout(
        addr: &SocketAddr,
        timeout: Duration,
    ) -> io::Result<Self> {
        Self::connected(|| net::TcpStream::connect_timeout(addr, timeout))
    }

    #[track_caller]
    fn connected(
        connect: impl FnOnce() -> io::Result<net::TcpStream>,
    ) -> io::Result<Self> {
        real_only("connects");
        let raw = End::alone().during(Location::caller(), connect)?;
        Ok(Self::from(raw))
    }
}

impl From<net::TcpStream> for TcpStream {
    #[track_caller]
    fn from(raw: net::TcpStream) -> Self {
        let end = End::of(&raw);
        Self { raw, end }
    }
}

#[cfg(unix)]
impl UnixStream {
    /// Connects to the server at `path`.
    ///
    /// # Blocking
    ///
    /// While its backlog is full.
    ///
    /// # Errors
    ///
    /// If nobody listens there.
    ///
    /// # Panics
    ///
    /// In an explored program.
    #[track_caller]
    pub fn connect(path: impl AsRef<Path>) -> io::Result<Self> {
        real_only("connects");
        let connect = || unix::UnixStream::connect(path);
        let raw = End::alone().during(Location::caller(), connect)?;
        Ok(Self::from(raw))
    }

    /// Two that are connected to each other.
    ///
    /// # Errors
    ///
    /// If the system gives none.
    ///
    /// # Panics
    ///
    /// In an explored program.
    #[track_caller]
    pub fn pair() -> io::Result<(Self, Self)> {
        real_only("connects");
        let (one, other) = unix::UnixStream::pair()?;
        Ok((Self::from(one), Self::from(other)))
    }
}

#[cfg(unix)]
impl From<unix::UnixStream> for UnixStream {
    #[track_caller]
    fn from(raw: unix::UnixStream) -> Self {
        Self { raw, end: End::alone() }
    }
}

macro_rules! stream {
    ($stream:ident, $raw:ty) => {
        impl $stream {
            /// Gives it the name that traces show.
            #[must_use]
            pub fn named(mut self, name: impl Into<String>) -> Self {
                self.end.set_name(name);
                self
            }

            /// Another handle of the same connection.
            ///
            /// # Errors
            ///
            /// If the system has no descriptor for it.
            #[track_caller]
            pub fn try_clone(&self) -> io::Result<Self> {
                let raw = self.raw.try_clone()?;
                Ok(Self { raw, end: self.end.again() })
            }
        }

        impl Deref for $stream {
            type Target = $raw;

            fn deref(&self) -> &$raw {
                &self.raw
            }
        }

        impl From<$stream> for $raw {
            fn from(stream: $stream) -> $raw {
                stream.raw
            }
        }

        impl Read for &$stream {
            #[track_caller]
            fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
                let place = Location::caller();
                self.end.read(place, || (&self.raw).read(buf))
            }

            #[track_caller]
            fn read_vectored(
                &mut self,
                bufs: &mut [IoSliceMut<'_>],
            ) -> io::Result<usize> {
                let place = Location::caller();
                self.end.read(place, || (&self.raw).read_vectored(bufs))
            }
        }

        impl Write for &$stream {
            #[track_caller]
            fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
                let place = Location::caller();
                self.end.write(place, || (&self.raw).write(buf))
            }

            #[track_caller]
            fn write_vectored(
                &mut self,
                bufs: &[IoSlice<'_>],
            ) -> io::Result<usize> {
                let place = Location::caller();
                self.end.write(place, || (&self.raw).write_vectored(bufs))
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }

        impl Read for $stream {
            #[track_caller]
            fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
                (&*self).read(buf)
            }

            #[track_caller]
            fn read_vectored(
                &mut self,
                bufs: &mut [IoSliceMut<'_>],
            ) -> io::Result<usize> {
                (&*self).read_vectored(bufs)
            }
        }

        impl Write for $stream {
            #[track_caller]
            fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
                (&*self).write(buf)
            }

            #[track_caller]
            fn write_vectored(
                &mut self,
                bufs: &[IoSlice<'_>],
            ) -> io::Result<usize> {
                (&*self).write_vectored(bufs)
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }

        #[cfg(unix)]
        impl std::os::fd::AsFd for $stream {
            fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
                self.raw.as_fd()
            }
        }

        impl fmt::Debug for $stream {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.raw.fmt(f)
            }
        }
    };
}

stream!(TcpStream, net::TcpStream);
#[cfg(unix)]
stream!(UnixStream, unix::UnixStream);
