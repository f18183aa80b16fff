//! Datagrams: a request that is one message, and the socket to answer with.

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, UdpSocket};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::net::UnixDatagram as UnixSocket;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::transport::{Peer, Request, Transport, told};

/// Bytes of a datagram that a server takes; UDP has none of more.
const MOST: usize = 65_536;

/// A datagram, and the socket that it came to.
#[derive(Debug)]
pub struct Datagram<S> {
    socket: Arc<S>,
    data: Vec<u8>,
    peer: Peer,
}

impl<S: Socket> Datagram<S> {
    /// What was sent.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Who has sent it.
    #[must_use]
    pub fn peer(&self) -> &Peer {
        &self.peer
    }

    /// Sends an answer, which may be lost on its way like any datagram.
    ///
    /// # Errors
    ///
    /// If it is too long for a datagram, or the sender has no address.
    pub fn reply(&self, data: &[u8]) -> io::Result<()> {
        let sent = self.socket.send(data, &self.peer)?;
        match sent == data.len() {
            true => Ok(()),
            false => Err(io::Error::new(
                ErrorKind::WriteZero,
                format!("{sent} of {} bytes were sent", data.len()),
            )),
        }
    }

    /// The next one that has come to `socket`.
    fn next(socket: &Arc<S>) -> io::Result<Self> {
        let mut data = vec![0; MOST + 1];
        let (count, peer) = socket.receive(&mut data)?;
        if count > MOST {
            let why = format!("a datagram of {peer} is longer than {MOST}");
            return Err(io::Error::new(ErrorKind::InvalidData, why));
        }
        data.truncate(count);
        data.shrink_to_fit();
        Ok(Self { socket: socket.clone(), data, peer })
    }
}

impl<S: Socket> Request for Datagram<S> {
    const NAME: &'static str = "datagram";

    fn peer(&self) -> &Peer {
        &self.peer
    }

    fn cutter(&self) -> Option<Box<dyn Fn() + Send>> {
        None // nobody waits at it
    }

    fn set_deadline(&mut self, _: Option<Instant>) {}

    fn close(self) {}

    fn pack(self) -> io::Result<(OwnedFd, Vec<u8>)> {
        let peer = S::address(&self.peer);
        let length = u16::try_from(peer.len()).map_err(io::Error::other)?;
        let mut rest = length.to_le_bytes().to_vec();
        rest.extend(peer);
        rest.extend(self.data);
        Ok((self.socket.as_fd().try_clone_to_owned()?, rest))
    }

    fn unpack(descriptor: OwnedFd, rest: Vec<u8>) -> io::Result<Self> {
        let unpacked = || {
            let (length, rest) = rest.split_first_chunk()?;
            let length = usize::from(u16::from_le_bytes(*length));
            let (peer, data) = rest.split_at_checked(length)?;
            Some((S::peer(peer)?, data.to_vec()))
        };
        let why = || io::Error::new(ErrorKind::InvalidData, "no datagram");
        let (peer, data) = unpacked().ok_or_else(why)?;
        Ok(Self { socket: Arc::new(S::from(descriptor)), data, peer })
    }
}

/// A socket that datagrams come to.
pub trait Socket: AsFd + From<OwnedFd> + Send + Sync + 'static {
    /// Receives one; how long it is, and who has sent it.
    ///
    /// # Errors
    ///
    /// `WouldBlock` if there is none.
    fn receive(&self, data: &mut [u8]) -> io::Result<(usize, Peer)>;

    /// Sends one; how much of it was sent.
    ///
    /// # Errors
    ///
    /// If that cannot be, or the peer has no address.
    fn send(&self, data: &[u8], to: &Peer) -> io::Result<usize>;

    /// The peer's address in bytes.
    fn address(peer: &Peer) -> Vec<u8>;

    /// The inverse of `address`.
    fn peer(address: &[u8]) -> Option<Peer>;
}

impl Socket for UdpSocket {
    fn receive(&self, data: &mut [u8]) -> io::Result<(usize, Peer)> {
        let (count, peer) = self.recv_from(data)?;
        Ok((count, Peer::Inet(peer)))
    }

    fn send(&self, data: &[u8], to: &Peer) -> io::Result<usize> {
        match to {
            Peer::Inet(address) => self.send_to(data, address),
            Peer::Unix(_) => Err(ErrorKind::AddrNotAvailable.into()),
        }
    }

    fn address(peer: &Peer) -> Vec<u8> {
        peer.to_string().into_bytes()
    }

    fn peer(address: &[u8]) -> Option<Peer> {
        let address = std::str::from_utf8(address).ok()?;
        address.parse().ok().map(Peer::Inet)
    }
}

impl Socket for UnixSocket {
    fn receive(&self, data: &mut [u8]) -> io::Result<(usize, Peer)> {
        let (count, peer) = self.recv_from(data)?;
        Ok((count, Peer::unix(&peer)))
    }

    fn send(&self, data: &[u8], to: &Peer) -> io::Result<usize> {
        match to {
            Peer::Unix(Some(path)) => self.send_to(data, path),
            _ => Err(io::Error::new(
                ErrorKind::AddrNotAvailable,
                "who has sent it has no path, so there is nowhere to answer to",
            )),
        }
    }

    fn address(peer: &Peer) -> Vec<u8> {
        match peer {
            Peer::Unix(Some(path)) => path.as_os_str().as_bytes().to_vec(),
            _ => Vec::new(),
        }
    }

    fn peer(address: &[u8]) -> Option<Peer> {
        let path = std::ffi::OsString::from_vec(address.to_vec());
        let path = (!path.is_empty()).then(|| PathBuf::from(path));
        Some(Peer::Unix(path))
    }
}

/// Datagrams over UDP.
#[derive(Debug)]
pub struct Udp {
    socket: Arc<UdpSocket>,
    address: SocketAddr,
}

impl Udp {
    /// Receives at `address`.
    ///
    /// # Errors
    ///
    /// If the address is in use, or not of this machine.
    pub fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket = UdpSocket::bind(address);
        let socket = socket.map_err(|why| told(why, &address))?;
        socket.set_nonblocking(true)?;
        let address = socket.local_addr()?;
        Ok(Self { socket: Arc::new(socket), address })
    }
}

impl Transport for Udp {
    type Request = Datagram<UdpSocket>;
    type Address = SocketAddr;

    fn address(&self) -> SocketAddr {
        self.address
    }

    fn descriptor(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    fn get_request(&self) -> io::Result<Self::Request> {
        Datagram::next(&self.socket)
    }
}

/// Datagrams over a socket in the file system.
#[derive(Debug)]
pub struct UnixDatagram {
    socket: Arc<UnixSocket>,
    path: PathBuf,
}

impl UnixDatagram {
    /// Receives at `path`, which is removed again when this is dropped.
    ///
    /// # Errors
    ///
    /// If there is something at `path`, or it is too long.
    pub fn bind(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let socket = UnixSocket::bind(&path);
        let socket = socket.map_err(|why| told(why, &path.display()))?;
        socket.set_nonblocking(true)?;
        Ok(Self { socket: Arc::new(socket), path })
    }
}

impl Drop for UnixDatagram {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Transport for UnixDatagram {
    type Request = Datagram<UnixSocket>;
    type Address = PathBuf;

    fn address(&self) -> PathBuf {
        self.path.clone()
    }

    fn descriptor(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    fn get_request(&self) -> io::Result<Self::Request> {
        Datagram::next(&self.socket)
    }
}
