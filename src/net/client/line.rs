//! A connection to a server.

use std::fmt::Display;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::panic::Location;

use crate::net::deadline::Deadline;
use crate::net::protocol::Patience;
use crate::net::real_only;
use crate::net::socket::End;

/// A connection to a server, and how long that is waited for.
#[derive(Debug)]
pub(super) struct Line {
    stream: Stream,
    end: End,
    /// Whom it is connected to.
    peer: String,
    pub(super) patience: Patience,
    deadline: Deadline,
}

#[derive(Debug)]
enum Stream {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

/// Does it with the stream, of whatever kind it is.
macro_rules! of {
    ($line:expr, $stream:ident => $what:expr) => {
        match &$line.stream {
            Stream::Tcp($stream) => $what,
            #[cfg(unix)]
            Stream::Unix($stream) => $what,
        }
    };
}

impl Line {
    /// Tries every address that the name has.
    pub(super) fn tcp(address: impl ToSocketAddrs) -> io::Result<Self> {
        real_only("connects");
        let patience = Patience::default();
        let mut failed = None;
        for address in address.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, patience.message) {
                Ok(stream) => {
                    // What is written is sent: it is a whole request.
                    stream.set_nodelay(true)?;
                    let end = End::of(&stream).called("the server");
                    let stream = Stream::Tcp(stream);
                    return Ok(Self::new(stream, end, address.to_string()));
                }
                Err(why) => failed = Some(about(&address, &why)),
            }
        }
        Err(failed.unwrap_or_else(|| {
            let why = "the name has no address";
            io::Error::new(io::ErrorKind::InvalidInput, why)
        }))
    }

    #[cfg(unix)]
    pub(super) fn unix(path: &std::path::Path) -> io::Result<Self> {
        real_only("connects");
        let peer = path.display().to_string();
        let stream = UnixStream::connect(path);
        let stream = stream.map_err(|why| about(&peer, &why))?;
        let end = End::alone().called("the server");
        Ok(Self::new(Stream::Unix(stream), end, peer))
    }

    fn new(stream: Stream, end: End, peer: String) -> Self {
        let (patience, deadline) = Default::default();
        Self { stream, end, peer, patience, deadline }
    }

    /// A message of so many bytes begins.
    pub(super) fn begin(&mut self, bytes: u64) {
        self.deadline.set(self.patience.until(bytes));
    }

    /// Says that nothing more will be said.
    pub(super) fn end_of_words(&self) -> io::Result<()> {
        of!(self, stream => stream.shutdown(Shutdown::Write))
    }

    /// What the server is called.
    pub(super) fn peer(&self) -> &str {
        &self.peer
    }

    /// That the server has hung up where it should have answered.
    pub(super) fn hung_up(&self) -> io::Error {
        let why = format!("{} has hung up without an answer", self.peer);
        io::Error::new(io::ErrorKind::UnexpectedEof, why)
    }

    /// Does it as long as there is time.
    fn wait<T>(&self, mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
        let limit = |left| {
            of!(self, stream => {
                stream.set_read_timeout(left)?;
                stream.set_write_timeout(left)
            })
        };
        let act = || act().map_err(|why| about(&self.peer, &why));
        self.deadline.wait(&self.peer, limit, act)
    }
}

/// An error, with whom it is about.
pub(super) fn about(peer: &impl Display, why: &io::Error) -> io::Error {
    io::Error::new(why.kind(), format!("{peer}: {why}"))
}

impl Read for Line {
    #[track_caller]
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = || of!(self, stream => (&mut &*stream).read(bytes));
        self.end.read(Location::caller(), || self.wait(read))
    }
}

impl Write for Line {
    #[track_caller]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let write = || of!(self, stream => (&mut &*stream).write(bytes));
        self.end.write(Location::caller(), || self.wait(write))
    }

    #[track_caller]
    fn write_vectored(
        &mut self,
        bytes: &[io::IoSlice<'_>],
    ) -> io::Result<usize> {
        let write =
            || of!(self, stream => (&mut &*stream).write_vectored(bytes));
        self.end.write(Location::caller(), || self.wait(write))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
