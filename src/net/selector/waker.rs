//! Waking a select from another thread.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

/// Wakes a [`Selector`](super::Selector) that waits in another thread. One
/// that does not wait yet will not wait the next time.
///
/// Several calls before the selector looks are one.
#[derive(Clone, Debug)]
pub struct Waker {
    /// Does not block.
    writer: Arc<UnixStream>,
}

impl Waker {
    /// Does it; nothing, if the selector is gone.
    pub fn wake(&self) {
        // Where there is no room for a byte, there are bytes.
        let _ = (&*self.writer).write(&[1]);
    }
}

/// The end of a waker that is watched with everything else.
///
/// A pair of sockets and no eventfd, which only Linux has, and no pipe, which
/// std cannot keep from blocking.
#[derive(Debug)]
pub(super) struct Bell {
    /// Does not block.
    reader: UnixStream,
    waker: Waker,
}

impl Bell {
    pub(super) fn new() -> io::Result<Self> {
        let (reader, writer) = UnixStream::pair()?;
        reader.set_nonblocking(true)?;
        writer.set_nonblocking(true)?;
        Ok(Self { reader, waker: Waker { writer: Arc::new(writer) } })
    }

    pub(super) fn waker(&self) -> &Waker {
        &self.waker
    }

    /// Forgets all calls until now.
    pub(super) fn clear(&self) {
        let mut bytes = [0; 64];
        while let Ok(64) = (&self.reader).read(&mut bytes) {}
    }
}

impl AsFd for Bell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.reader.as_fd()
    }
}
