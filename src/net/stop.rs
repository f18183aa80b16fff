//! Stopping a server, or a load for one, from elsewhere.

use std::fmt;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Stops a server, or a load for one, from any thread, and as often as one
/// likes.
#[derive(Clone)]
pub struct Stopper(Arc<Bell>);

impl Stopper {
    pub(in crate::net) fn new(bell: Arc<Bell>) -> Self {
        Self(bell)
    }

    /// Asks it to stop, and returns at once. A server accepts nobody any more,
    /// and `serve_forever` returns when its requests have ended; a load waits
    /// a moment for the last answers. What has not begun yet stops as soon as
    /// it does.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::SeqCst);
        self.0.ring();
    }
}

impl fmt::Debug for Stopper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stopper").finish_non_exhaustive()
    }
}

/// What wakes a server that waits for requests.
pub(in crate::net) struct Bell {
    stopped: AtomicBool,
    rings: UnixStream,
    heard: UnixStream,
}

impl Bell {
    pub(in crate::net) fn new() -> io::Result<Self> {
        let (rings, heard) = UnixStream::pair()?;
        rings.set_nonblocking(true)?;
        heard.set_nonblocking(true)?;
        Ok(Self { stopped: AtomicBool::new(false), rings, heard })
    }

    /// Wakes the server, or lets it not fall asleep.
    pub(in crate::net) fn ring(&self) {
        // Full is as good: it rings already.
        let _ = (&self.rings).write(&[1]);
    }

    /// Is silent again.
    pub(in crate::net) fn hush(&self) {
        let mut rings = [0; 64];
        while let Ok(count) = (&self.heard).read(&mut rings) {
            if count < rings.len() {
                return;
            }
        }
    }

    pub(in crate::net) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// The server may serve again.
    pub(in crate::net) fn reset(&self) {
        self.stopped.store(false, Ordering::SeqCst);
    }
}

impl AsFd for Bell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.heard.as_fd()
    }
}
