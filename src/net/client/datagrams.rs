//! The client of an echo of datagrams.

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, ToSocketAddrs, UdpSocket};

use super::line::about;
use crate::net::deadline::Deadline;
use crate::net::protocol::Patience;
use crate::net::real_only;

/// Bytes of a datagram over UDP, at most.
const MOST: usize = 65_507;

/// Sends datagrams over UDP to a server, and waits for its answers.
///
/// Either may be lost on its way, and an answer that comes late is taken for
/// that to the next one: a datagram does not say what it answers.
#[derive(Debug)]
pub struct Datagrams {
    socket: UdpSocket,
    peer: SocketAddr,
    patience: Patience,
    deadline: Deadline,
}

impl Datagrams {
    /// Speaks with `address` and nobody else.
    ///
    /// # Errors
    ///
    /// If that is no address. Whether somebody is there shows later.
    ///
    /// # Panics
    ///
    /// In an explored program.
    pub fn connect(address: impl ToSocketAddrs) -> io::Result<Self> {
        real_only("connects");
        let peer = address.to_socket_addrs()?.next().ok_or_else(|| {
            io::Error::new(ErrorKind::InvalidInput, "the name has no address")
        })?;
        let any = match peer {
            SocketAddr::V4(_) => "0.0.0.0:0",
            SocketAddr::V6(_) => "[::]:0",
        };
        let socket = UdpSocket::bind(any)?;
        socket.connect(peer)?;
        let (patience, deadline) = Default::default();
        Ok(Self { socket, peer, patience, deadline })
    }

    /// How long it waits for an answer; five minutes unless it is said.
    #[must_use]
    pub fn patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Sends a datagram; the next one that comes.
    ///
    /// # Errors
    ///
    /// `TimedOut` if none comes; `ConnectionRefused` if the system knows that
    /// nobody is there; what the system says to a datagram that is too long.
    pub fn ask(&mut self, words: &[u8]) -> io::Result<Vec<u8>> {
        let Self { socket, peer, patience, deadline } = self;
        deadline.set(patience.until(words.len() as u64));
        let told = |why| about(peer, &why);
        socket.send(words).map_err(told)?;
        let mut answer = vec![0; MOST];
        let limit = |left| socket.set_read_timeout(left);
        let receive = || socket.recv(&mut answer).map_err(told);
        let count = deadline.wait(peer, limit, receive)?;
        answer.truncate(count);
        Ok(answer)
    }
}
