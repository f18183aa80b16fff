//! Pipes: bytes or messages from one process to another.

use std::io::{self, ErrorKind, PipeReader, PipeWriter, Read, Write};
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::frame;
use super::orders::{PipeOrder, own};
use super::os::{self, Carried};
use crate::sync::{deadline, in_io, shown};
use crate::trace::{ObjectKind, Raw, State, Tag};

/// Numbers pipes that are given no name, from 1.
static UNNAMED: AtomicU64 = AtomicU64::new(0);

/// A pipe that is not open yet: a buffer of the system, 64 KiB on Linux, with
/// an end to write to and an end to read from.
///
/// What differs from Python: an end is used by one thread at a time, because
/// sending and receiving take `&mut self`; two that write to one end at once
/// cannot be expressed.
///
/// # Examples
///
/// ```
/// use workbench::process::Pipe;
///
/// let (mut reader, mut writer) = Pipe::new().one_way()?;
/// writer.send("200 OK")?;
/// drop(writer);
/// assert_eq!(reader.recv_text()?.as_deref(), Some("200 OK"));
/// assert_eq!(reader.recv_text()?, None); // the writer is gone
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Pipe {
    name: Option<String>,
}

impl Pipe {
    /// A pipe named `pipe-N`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives it the name that traces show. A pipe between processes is known
    /// by it, so that two should not have the same.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Opens it: what is written to the one end is read from the other.
    ///
    /// # Errors
    ///
    /// If the system gives no pipe.
    pub fn one_way(self) -> io::Result<(Reader, Writer)> {
        open(self.name())
    }

    /// Opens two, one for each way: either end can send and receive.
    ///
    /// # Errors
    ///
    /// If the system gives no pipes.
    pub fn duplex(self) -> io::Result<(Connection, Connection)> {
        let name = self.name();
        let (there, to_there) = open(format!("{name}, there"))?;
        let (back, to_back) = open(format!("{name}, back"))?;
        let first = Connection { reader: back, writer: to_there };
        let second = Connection { reader: there, writer: to_back };
        Ok((first, second))
    }

    fn name(self) -> String {
        self.name.unwrap_or_else(|| {
            // Relaxed: a number is all that is asked of it.
            let number = UNNAMED.fetch_add(1, Ordering::Relaxed) + 1;
            own(format!("pipe-{number}"))
        })
    }
}

fn open(name: String) -> io::Result<(Reader, Writer)> {
    let (reader, writer) = io::pipe()?;
    let order = PipeOrder { name, items: 0 };
    let seen = Seen::new(order, os::capacity(&writer));
    let reader = Reader { os: reader, seen: seen.clone() };
    Ok((reader, Writer { os: writer, seen }))
}

/// What a trace knows of an end.
#[derive(Clone, Debug)]
struct Seen {
    /// Shared by both ends, as long as they are in one process.
    tag: Arc<Tag>,
    /// Messages that have passed this end.
    items: u64,
}

impl Seen {
    fn new(order: PipeOrder, capacity: Option<u64>) -> Self {
        let mut tag = Tag::new(ObjectKind::Pipe);
        tag.set_name(order.name);
        capacity.inspect(|bytes| tag.set_capacity(*bytes));
        Self { tag: Arc::new(tag), items: order.items }
    }

    fn order(&self) -> PipeOrder {
        PipeOrder { name: self.tag.name().to_owned(), items: self.items }
    }

    /// A message has passed; `raw` is the event that says so.
    fn passed(
        &mut self,
        place: &'static Location<'static>,
        len: impl FnOnce() -> u64,
        raw: fn(u32, u64, u64) -> Raw,
    ) {
        self.items += 1;
        if self.tag.on() {
            let (item, len) = (self.items, len());
            self.tag.record(|object| raw(object, item, len), place);
        }
    }
}

/// The end of a pipe that is read from.
///
/// As [`Read`] it gives bytes as they come; [`recv`](Self::recv) gives the
/// messages that [`Writer::send`] sent. Do not mix the two.
#[derive(Debug)]
pub struct Reader {
    os: PipeReader,
    seen: Seen,
}

impl Reader {
    /// Waits for the next message; `None` when every writer is gone and
    /// nothing is left.
    ///
    /// # Blocking
    ///
    /// Until a message is whole or the last writer is gone. A writer that
    /// this very process still has counts.
    ///
    /// # Errors
    ///
    /// `UnexpectedEof` if the writer went in the middle of a message.
    #[track_caller]
    pub fn recv(&mut self) -> io::Result<Option<Vec<u8>>> {
        let place = Location::caller();
        let Self { os, seen } = self;
        let message = in_io(&seen.tag, place, || frame::read(os))?;
        if message.is_some() {
            let raw = |object, item, len| Raw::Get { object, item, len };
            seen.passed(place, || os::bytes_in(os), raw);
        }
        Ok(message)
    }

    /// As [`recv`](Self::recv), for a message that is text.
    ///
    /// # Errors
    ///
    /// As `recv`, and `InvalidData` if the message is not UTF-8.
    #[track_caller]
    pub fn recv_text(&mut self) -> io::Result<Option<String>> {
        let text = |bytes| {
            let text = String::from_utf8(bytes);
            text.map_err(|why| io::Error::new(ErrorKind::InvalidData, why))
        };
        self.recv()?.map(text).transpose()
    }

    /// Whether there is something to read, or an end to be seen; waits for
    /// at most `timeout`, which may be zero.
    ///
    /// # Errors
    ///
    /// `Unsupported` where the system cannot ask: only Unix can.
    #[track_caller]
    pub fn poll(&self, timeout: Duration) -> io::Result<bool> {
        let deadline = deadline(timeout);
        let place = Location::caller();
        let mut ready = Ok(false);
        shown(&self.seen.tag, State::Io, deadline, place, || {
            ready = os::readable(&self.os, deadline);
            matches!(ready, Ok(true))
        });
        ready
    }

    /// What a child is told of it, and what is carried to the child.
    pub(super) fn pack(self) -> io::Result<(PipeOrder, Carried)> {
        Ok((self.seen.order(), os::carry(self.os)?))
    }

    /// The inverse, in the child.
    pub(super) fn unpack(order: PipeOrder, carried: Carried) -> Self {
        let os = PipeReader::from(carried);
        Self { seen: Seen::new(order, os::capacity(&os)), os }
    }
}

impl Read for Reader {
    #[track_caller]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Self { os, seen } = self;
        in_io(&seen.tag, Location::caller(), || os.read(buffer))
    }
}

/// The end of a pipe that is written to.
///
/// Dropping the last writer of a pipe ends it: the reader sees the end of
/// file.
#[derive(Debug)]
pub struct Writer {
    os: PipeWriter,
    seen: Seen,
}

impl Writer {
    /// Sends a message, a text or bytes.
    ///
    /// # Blocking
    ///
    /// Until the pipe has room for all of it: a message larger than the
    /// pipe's buffer passes only while somebody reads.
    ///
    /// # Errors
    ///
    /// `BrokenPipe` if every reader is gone.
    #[track_caller]
    pub fn send(&mut self, message: impl AsRef<[u8]>) -> io::Result<()> {
        let place = Location::caller();
        let Self { os, seen } = self;
        in_io(&seen.tag, place, || frame::write(os, message.as_ref()))?;
        let raw = |object, item, len| Raw::Put { object, item, len };
        seen.passed(place, || os::bytes_in(os), raw);
        Ok(())
    }

    pub(super) fn into_os(self) -> PipeWriter {
        self.os
    }

    /// What a child is told of it, and what is carried to the child.
    pub(super) fn pack(self) -> io::Result<(PipeOrder, Carried)> {
        Ok((self.seen.order(), os::carry(self.os)?))
    }

    /// The inverse, in the child.
    pub(super) fn unpack(order: PipeOrder, carried: Carried) -> Self {
        let os = PipeWriter::from(carried);
        Self { seen: Seen::new(order, os::capacity(&os)), os }
    }
}

impl Write for Writer {
    #[track_caller]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Self { os, seen } = self;
        in_io(&seen.tag, Location::caller(), || os.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.os.flush()
    }
}

/// One end of a pair of pipes: sends to the other and receives from it.
///
/// Two that both send more than a pipe holds, and do not receive meanwhile,
/// wait for each other for ever.
#[derive(Debug)]
pub struct Connection {
    reader: Reader,
    writer: Writer,
}

impl Connection {
    /// As [`Writer::send`].
    ///
    /// # Errors
    ///
    /// As there.
    #[track_caller]
    pub fn send(&mut self, message: impl AsRef<[u8]>) -> io::Result<()> {
        self.writer.send(message)
    }

    /// As [`Reader::recv`].
    ///
    /// # Errors
    ///
    /// As there.
    #[track_caller]
    pub fn recv(&mut self) -> io::Result<Option<Vec<u8>>> {
        self.reader.recv()
    }

    /// As [`Reader::recv_text`].
    ///
    /// # Errors
    ///
    /// As there.
    #[track_caller]
    pub fn recv_text(&mut self) -> io::Result<Option<String>> {
        self.reader.recv_text()
    }

    /// As [`Reader::poll`].
    ///
    /// # Errors
    ///
    /// As there.
    #[track_caller]
    pub fn poll(&self, timeout: Duration) -> io::Result<bool> {
        self.reader.poll(timeout)
    }

    /// Its two pipes, for two threads, or to close one of them.
    #[must_use]
    pub fn split(self) -> (Reader, Writer) {
        (self.reader, self.writer)
    }

    /// The inverse of [`split`](Self::split).
    pub(super) fn of(reader: Reader, writer: Writer) -> Self {
        Self { reader, writer }
    }
}
