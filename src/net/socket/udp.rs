//! Datagrams.

use std::fmt;
use std::io;
use std::net::{self, SocketAddr, ToSocketAddrs};
use std::ops::Deref;
use std::panic::Location;

use super::End;
use crate::net::real_only;

/// Sends and receives datagrams, as [`std::net::UdpSocket`], to which it
/// dereferences.
pub struct UdpSocket {
    raw: net::UdpSocket,
    end: End,
}

impl UdpSocket {
    /// A socket at `addr`; at a port that the system chooses, if that is 0.
    ///
    /// # Errors
    ///
    /// If somebody else has it, or it is not of this machine.
    ///
    /// # Panics
    ///
    /// In an explored program.
    #[track_caller]
    pub fn bind(addr: impl ToSocketAddrs) -> io::Result<Self> {
        real_only("sends datagrams");
        let raw = net::UdpSocket::bind(addr)?;
        Ok(Self { raw, end: End::alone() })
    }

    /// Gives it the name that traces show.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.end.set_name(name);
        self
    }

    /// Sends a datagram.
    ///
    /// # Errors
    ///
    /// If it is too long, or the system knows that nobody is there.
    #[track_caller]
    pub fn send_to(
        &self,
        buf: &[u8],
        addr: impl ToSocketAddrs,
    ) -> io::Result<usize> {
        let send = || self.raw.send_to(buf, addr);
        self.end.during(Location::caller(), send)
    }

    /// Sends a datagram to whom it is connected to.
    ///
    /// # Errors
    ///
    /// As [`send_to`](Self::send_to), and if that is nobody.
    #[track_caller]
    pub fn send(&self, buf: &[u8]) -> io::Result<usize> {
        self.end.during(Location::caller(), || self.raw.send(buf))
    }

    /// Waits for a datagram; of one that is longer than `buf`, the rest is
    /// lost.
    ///
    /// # Blocking
    ///
    /// Until one comes.
    ///
    /// # Errors
    ///
    /// What the system has heard of those that were sent.
    #[track_caller]
    pub fn recv_from(&self, buf: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        self.end.during(Location::caller(), || self.raw.recv_from(buf))
    }

    /// As [`recv_from`](Self::recv_from), from whom it is connected to.
    ///
    /// # Errors
    ///
    /// As `recv_from`.
    #[track_caller]
    pub fn recv(&self, buf: &mut [u8]) -> io::Result<usize> {
        self.end.during(Location::caller(), || self.raw.recv(buf))
    }
}

impl Deref for UdpSocket {
    type Target = net::UdpSocket;

    fn deref(&self) -> &net::UdpSocket {
        &self.raw
    }
}

#[cfg(unix)]
impl std::os::fd::AsFd for UdpSocket {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.raw.as_fd()
    }
}

impl fmt::Debug for UdpSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}
