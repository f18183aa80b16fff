//! An end of a pipe, or a socket, on its way from a parent to a child.

use std::io;
#[cfg(unix)]
use std::os::fd::OwnedFd;

use super::orders::EndOrder;
use super::os::Carried;
use super::pipe::{Connection, Reader, Writer};

/// An end of a pipe that a child is given.
#[derive(Debug)]
pub enum End {
    /// The child reads.
    Reader(Reader),
    /// The child writes.
    Writer(Writer),
    /// The child does both.
    Connection(Connection),
    /// The child has the same socket, or file.
    #[cfg(unix)]
    Socket(OwnedFd),
}

#[cfg(unix)]
impl From<OwnedFd> for End {
    fn from(socket: OwnedFd) -> Self {
        Self::Socket(socket)
    }
}

impl From<Reader> for End {
    fn from(reader: Reader) -> Self {
        Self::Reader(reader)
    }
}

impl From<Writer> for End {
    fn from(writer: Writer) -> Self {
        Self::Writer(writer)
    }
}

impl From<Connection> for End {
    fn from(connection: Connection) -> Self {
        Self::Connection(connection)
    }
}

impl End {
    /// What the child is told of it; adds to what is carried to the child.
    pub(super) fn pack(
        self,
        carried: &mut Vec<Carried>,
    ) -> io::Result<EndOrder> {
        let mut carry = |(order, end)| {
            carried.push(end);
            order
        };
        Ok(match self {
            Self::Reader(reader) => EndOrder::Reader(carry(reader.pack()?)),
            Self::Writer(writer) => EndOrder::Writer(carry(writer.pack()?)),
            Self::Connection(connection) => {
                let (reader, writer) = connection.split();
                let reader = carry(reader.pack()?);
                EndOrder::Connection(reader, carry(writer.pack()?))
            }
            #[cfg(unix)]
            Self::Socket(socket) => {
                carried.push(socket);
                EndOrder::Socket
            }
        })
    }

    /// The inverse, in the child; `None` if too little was carried.
    pub(super) fn unpack(
        order: EndOrder,
        mut carried: impl Iterator<Item = Carried>,
    ) -> Option<Self> {
        let mut next = || carried.next();
        Some(match order {
            EndOrder::Reader(it) => Reader::unpack(it, next()?).into(),
            EndOrder::Writer(it) => Writer::unpack(it, next()?).into(),
            EndOrder::Connection(reader, writer) => {
                let reader = Reader::unpack(reader, next()?);
                let writer = Writer::unpack(writer, next()?);
                Connection::of(reader, writer).into()
            }
            #[cfg(unix)]
            EndOrder::Socket => Self::Socket(next()?),
            #[cfg(not(unix))]
            EndOrder::Socket => return None,
        })
    }
}
