//! What a trace knows of one end of a connection.

use std::io;
use std::net::TcpStream;
use std::panic::Location;
use std::sync::Arc;

use super::way::Way;
use crate::sync::in_io;
use crate::trace::{self, ObjectKind, Tag};

/// What a trace knows of one end of a connection, or of a socket of another
/// kind.
#[derive(Debug)]
pub(in crate::net) struct End {
    tag: Arc<Tag>,
    /// To the other end and from there, where it has an address.
    ways: Option<(Arc<Way>, Arc<Way>)>,
}

impl End {
    /// Of a socket that is nobody's peer.
    #[track_caller]
    pub(in crate::net) fn alone() -> Self {
        Self { tag: Arc::new(Tag::new(ObjectKind::Socket)), ways: None }
    }

    /// Of this connection, whose other end may be in the same run.
    #[track_caller]
    pub(in crate::net) fn of(stream: &TcpStream) -> Self {
        let addresses = trace::on()
            .then(|| stream.local_addr().ok().zip(stream.peer_addr().ok()));
        let ways = addresses.flatten().map(|(here, there)| {
            (Way::between(here, there), Way::between(there, here))
        });
        Self { ways, ..Self::alone() }
    }

    pub(in crate::net) fn set_name(&mut self, name: impl Into<String>) {
        let mut tag = Tag::new(ObjectKind::Socket);
        tag.set_name(name);
        self.tag = Arc::new(tag);
    }

    /// As a trace has it that nobody has named: `the caller`.
    pub(in crate::net) fn called(mut self, word: &str) -> Self {
        if trace::on() {
            let mut tag = Tag::new(ObjectKind::Socket);
            tag.set_word(word);
            self.tag = Arc::new(tag);
        }
        self
    }

    /// Another handle of the same end.
    pub(in crate::net) fn again(&self) -> Self {
        Self { tag: self.tag.clone(), ways: self.ways.clone() }
    }

    /// Does `io`; a trace shows that the thread is with the system meanwhile.
    pub(in crate::net) fn during<T>(
        &self,
        place: &'static Location<'static>,
        io: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        in_io(&self.tag, place, io)
    }

    /// Reads.
    pub(in crate::net) fn read(
        &self,
        place: &'static Location<'static>,
        io: impl FnOnce() -> io::Result<usize>,
    ) -> io::Result<usize> {
        let count = self.during(place, io)?;
        self.has_read(count, place);
        Ok(count)
    }

    /// So many bytes were read from it.
    pub(in crate::net) fn has_read(
        &self,
        count: usize,
        place: &'static Location<'static>,
    ) {
        match &self.ways {
            Some((_, from)) if count > 0 => from.get(count as u64, place),
            _ => {}
        }
    }

    /// Writes.
    pub(in crate::net) fn write(
        &self,
        place: &'static Location<'static>,
        io: impl FnOnce() -> io::Result<usize>,
    ) -> io::Result<usize> {
        let count = self.during(place, io)?;
        self.has_written(count, place);
        Ok(count)
    }

    /// So many bytes were written to it.
    pub(in crate::net) fn has_written(
        &self,
        count: usize,
        place: &'static Location<'static>,
    ) {
        match &self.ways {
            Some((to, _)) if count > 0 => to.put(count as u64, place),
            _ => {}
        }
    }
}
