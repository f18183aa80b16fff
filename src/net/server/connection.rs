//! A connection that a server has accepted.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::panic::Location;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::transport::{Peer, Request};
use crate::net::deadline::Deadline;
use crate::net::socket::End;

/// How long a peer that still sends is listened to after the last answer.
const LINGER: Duration = Duration::from_millis(100);

/// How much of that is read.
const LINGERED: usize = 1 << 20;

/// A stream that connections are made of.
pub trait Stream: AsFd + Send + Sync + Sized + 'static {
    /// Reads once.
    ///
    /// # Errors
    ///
    /// As [`Read::read`].
    fn receive(&self, bytes: &mut [u8]) -> io::Result<usize>;

    /// Writes once.
    ///
    /// # Errors
    ///
    /// As [`Write::write`].
    fn send(&self, bytes: &[u8]) -> io::Result<usize>;

    /// Writes once, from several places.
    ///
    /// # Errors
    ///
    /// As [`Write::write_vectored`].
    fn send_vectored(&self, bytes: &[io::IoSlice<'_>]) -> io::Result<usize>;

    /// How long a read and a write wait from now on.
    ///
    /// # Errors
    ///
    /// If the system does not take it.
    fn limit(&self, timeout: Option<Duration>) -> io::Result<()>;

    /// Closes one side, or both.
    ///
    /// # Errors
    ///
    /// If it is not connected any more.
    fn close_side(&self, side: Shutdown) -> io::Result<()>;

    /// Its descriptor.
    fn into_descriptor(self) -> OwnedFd;

    /// Another descriptor for the same stream.
    ///
    /// # Errors
    ///
    /// If the system has none.
    fn duplicate(&self) -> io::Result<Self>;

    /// The stream of a descriptor, and who is at its other end.
    ///
    /// # Errors
    ///
    /// If it is none, or not connected any more.
    fn of(descriptor: OwnedFd) -> io::Result<(Self, Peer)>;
}

macro_rules! stream {
    ($stream:ty, $peer:expr) => {
        impl Stream for $stream {
            fn receive(&self, bytes: &mut [u8]) -> io::Result<usize> {
                Read::read(&mut &*self, bytes)
            }

            fn send(&self, bytes: &[u8]) -> io::Result<usize> {
                Write::write(&mut &*self, bytes)
            }

            fn send_vectored(
                &self,
                bytes: &[io::IoSlice<'_>],
            ) -> io::Result<usize> {
                Write::write_vectored(&mut &*self, bytes)
            }

            fn limit(&self, timeout: Option<Duration>) -> io::Result<()> {
                self.set_read_timeout(timeout)?;
                self.set_write_timeout(timeout)
            }

            fn close_side(&self, side: Shutdown) -> io::Result<()> {
                <$stream>::shutdown(self, side)
            }

            fn into_descriptor(self) -> OwnedFd {
                self.into()
            }

            fn duplicate(&self) -> io::Result<Self> {
                self.try_clone()
            }

            fn of(descriptor: OwnedFd) -> io::Result<(Self, Peer)> {
                let stream = Self::from(descriptor);
                let peer = $peer(stream.peer_addr()?);
                Ok((stream, peer))
            }
        }
    };
}

stream!(TcpStream, Peer::Inet);
stream!(UnixStream, |peer| Peer::unix(&peer));

/// A connection that a server has accepted.
///
/// # Blocking
///
/// Reads and writes wait for the peer, until the deadline if there is one.
/// std's timeouts are for a single read: a peer that sends a byte now and
/// then is never late for those.
#[derive(Debug)]
pub struct Connection<S> {
    stream: Arc<S>,
    peer: Peer,
    end: End,
    deadline: Deadline,
}

impl<S: Stream> Connection<S> {
    pub(super) fn new(stream: S, peer: Peer, end: End) -> Self {
        let (stream, deadline) = (Arc::new(stream), Deadline::default());
        Self { stream, peer, end, deadline }
    }

    /// One that somebody else has accepted, or an end of a pair.
    ///
    /// # Errors
    ///
    /// If it is not connected any more.
    pub fn accepted(stream: S) -> io::Result<Self> {
        Self::of(stream.into_descriptor())
    }

    fn of(descriptor: OwnedFd) -> io::Result<Self> {
        let (stream, peer) = S::of(descriptor)?;
        Ok(Self::new(stream, peer, End::alone().called("the caller")))
    }

    /// Who is at its other end.
    #[must_use]
    pub fn peer(&self) -> &Peer {
        &self.peer
    }

    /// The stream itself.
    #[must_use]
    pub fn stream(&self) -> &S {
        &self.stream
    }

    /// Reads and writes fail from then on, with `TimedOut`.
    pub fn set_deadline(&mut self, deadline: Option<Instant>) {
        self.deadline.set(deadline);
    }

    /// From when on reads and writes fail, if it was said.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline.at()
    }

    /// Does it as long as there is time.
    fn wait<T>(&self, act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
        let limit = |left| self.stream.limit(left);
        self.deadline.wait(&self.peer, limit, act)
    }
}

impl<S: Stream> Read for Connection<S> {
    #[track_caller]
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = || self.wait(|| self.stream.receive(bytes));
        self.end.read(Location::caller(), read)
    }
}

impl<S: Stream> Write for Connection<S> {
    #[track_caller]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let write = || self.wait(|| self.stream.send(bytes));
        self.end.write(Location::caller(), write)
    }

    #[track_caller]
    fn write_vectored(
        &mut self,
        bytes: &[io::IoSlice<'_>],
    ) -> io::Result<usize> {
        let write = || self.wait(|| self.stream.send_vectored(bytes));
        self.end.write(Location::caller(), write)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<S: Stream> Request for Connection<S> {
    const NAME: &'static str = "connection";

    fn peer(&self) -> &Peer {
        &self.peer
    }

    fn cutter(&self) -> Option<Box<dyn Fn() + Send>> {
        let stream = Arc::downgrade(&self.stream);
        Some(Box::new(move || {
            if let Some(stream) = stream.upgrade() {
                // It may have ended by itself.
                let _ = stream.close_side(Shutdown::Both);
            }
        }))
    }

    fn set_deadline(&mut self, deadline: Option<Instant>) {
        self.deadline.set(deadline);
    }

    /// A stream that is closed with something unread in it is reset, and the
    /// peer may lose the answer that it has not read yet.
    fn close(mut self) {
        if self.stream.close_side(Shutdown::Write).is_err() {
            return; // the peer is gone
        }
        self.deadline.set(Some(Instant::now() + LINGER));
        let (mut bytes, mut read) = ([0; 4096], 0);
        while read < LINGERED {
            match self.read(&mut bytes) {
                Ok(0) | Err(_) => return,
                Ok(count) => read += count,
            }
        }
    }

    fn pack(self) -> io::Result<(OwnedFd, Vec<u8>)> {
        let stream = match Arc::try_unwrap(self.stream) {
            Ok(stream) => stream,
            Err(shared) => shared.duplicate()?,
        };
        Ok((stream.into_descriptor(), Vec::new()))
    }

    fn unpack(descriptor: OwnedFd, _: Vec<u8>) -> io::Result<Self> {
        Self::of(descriptor)
    }
}
