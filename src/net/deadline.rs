//! A moment after which nobody waits for the other side any more.
//!
//! A socket's timeouts are for a single read or write: a peer that sends a
//! byte now and then is never late for those.

use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

/// Until when the peer is waited for, if not for ever.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Deadline(pub(super) Option<Instant>);

impl Deadline {
    /// Does something for which a socket waits; `limit` tells it how long.
    /// A signal that comes meanwhile does not end it.
    pub(super) fn wait<T>(
        self,
        peer: &impl Display,
        limit: impl Fn(Duration) -> io::Result<()>,
        mut act: impl FnMut() -> io::Result<T>,
    ) -> io::Result<T> {
        loop {
            if let Some(deadline) = self.0 {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Err(late(peer));
                }
                limit(left)?;
            }
            match act() {
                // A socket that may not wait for ever is not waited for
                // again by the system, and says so in these words.
                Err(why) if why.kind() == ErrorKind::Interrupted => {}
                Err(why) if why.kind() == ErrorKind::WouldBlock => {
                    return Err(late(peer));
                }
                other => return other,
            }
        }
    }
}

fn late(peer: &impl Display) -> io::Error {
    let why = format!("{peer} took longer than it may");
    io::Error::new(ErrorKind::TimedOut, why)
}
