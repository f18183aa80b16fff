//! A connection to a server.

use std::fmt::Display;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
#[cfg(unix)]
use std::os::unix::net::UnixStream;

use crate::model;
use crate::net::deadline::Deadline;
use crate::net::protocol::Patience;

/// A connection to a server, and how long that is waited for.
#[derive(Debug)]
pub(super) struct Line {
    stream: Stream,
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
    ($any:expr, $stream:ident => $what:expr) => {
        match $any {
            Stream::Tcp($stream) => $what,
            #[cfg(unix)]
            Stream::Unix($stream) => $what,
        }
    };
}

impl Line {
    /// Tries every address that the name has.
    pub(super) fn tcp(address: impl ToSocketAddrs) -> io::Result<Self> {
        real_only();
        let patience = Patience::default();
        let mut failed = None;
        for address in address.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, patience.message) {
                Ok(stream) => {
                    // What is written is sent: it is a whole request.
                    stream.set_nodelay(true)?;
                    return Ok(Self::new(
                        Stream::Tcp(stream),
                        address.to_string(),
                    ));
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
        real_only();
        let peer = path.display().to_string();
        let stream = UnixStream::connect(path);
        let stream = stream.map_err(|why| about(&peer, &why))?;
        Ok(Self::new(Stream::Unix(stream), peer))
    }

    fn new(stream: Stream, peer: String) -> Self {
        let patience = Patience::default();
        Self { stream, peer, patience, deadline: Deadline::default() }
    }

    /// A message of so many bytes begins.
    pub(super) fn begin(&mut self, bytes: u64) {
        self.deadline.set(self.patience.until(bytes));
    }

    /// Says that nothing more will be said.
    pub(super) fn end_of_words(&self) -> io::Result<()> {
        of!(&self.stream, stream => stream.shutdown(Shutdown::Write))
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
    fn wait<T>(
        &mut self,
        mut act: impl FnMut(&Stream) -> io::Result<T>,
    ) -> io::Result<T> {
        let Self { stream, peer, deadline, .. } = self;
        let stream = &*stream;
        let limit = |left| {
            of!(stream, stream => {
                stream.set_read_timeout(left)?;
                stream.set_write_timeout(left)
            })
        };
        let act = || act(stream).map_err(|why| about(peer, &why));
        deadline.wait(peer, limit, act)
    }
}

/// An error, with whom it is about.
pub(super) fn about(peer: &impl Display, why: &io::Error) -> io::Error {
    io::Error::new(why.kind(), format!("{peer}: {why}"))
}

/// # Panics
///
/// In an explored program.
pub(super) fn real_only() {
    assert!(
        !model::running(),
        "sockets are real only: a program that connects cannot be explored"
    );
}

impl Read for Line {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.wait(|any| of!(any, stream => (&mut &*stream).read(bytes)))
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.wait(|any| of!(any, stream => (&mut &*stream).write(bytes)))
    }

    fn write_vectored(
        &mut self,
        bytes: &[io::IoSlice<'_>],
    ) -> io::Result<usize> {
        self.wait(
            |any| of!(any, stream => (&mut &*stream).write_vectored(bytes)),
        )
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
