//! A moment after which nobody waits for the other side any more.
//!
//! A socket's timeouts are for a single read or write: a peer that sends a
//! byte now and then is never late for those.

use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// A wait that is shorter is not cut in halves.
const SHORT: Duration = Duration::from_millis(20);

/// Until when a socket waits for its peer, if not for ever.
#[derive(Debug, Default)]
pub(super) struct Deadline {
    at: Option<Instant>,
    /// Nanoseconds that a single read or write waits, as the socket was last
    /// told; 0 is for ever. Relaxed: whoever waits has told it.
    limit: AtomicU64,
}

impl Deadline {
    pub(super) fn at(&self) -> Option<Instant> {
        self.at
    }

    pub(super) fn set(&mut self, at: Option<Instant>) {
        self.at = at;
    }

    /// Does something for which the socket waits; `limit` tells it how long.
    /// A signal that comes meanwhile does not end it.
    pub(super) fn wait<T>(
        &self,
        peer: &impl Display,
        limit: impl Fn(Option<Duration>) -> io::Result<()>,
        mut act: impl FnMut() -> io::Result<T>,
    ) -> io::Result<T> {
        loop {
            self.tell(peer, &limit)?;
            match act() {
                // A socket that may not wait for ever is not waited for
                // again by the system, and says so in these words.
                Err(why) if why.kind() == ErrorKind::Interrupted => {}
                Err(why) if why.kind() == ErrorKind::WouldBlock => {
                    if self.at.is_none() {
                        return Err(late(peer));
                    }
                }
                other => return other,
            }
        }
    }

    /// Tells the socket how long it may wait, if it may not wait as long as
    /// it was told before. It is told half of what is left: so one whose
    /// deadline moves on with every message is told once, and not by a system
    /// call or two for every message. Who wakes too early waits again.
    fn tell(
        &self,
        peer: &impl Display,
        limit: impl Fn(Option<Duration>) -> io::Result<()>,
    ) -> io::Result<()> {
        let now = Instant::now();
        let left = self.at.map(|at| at.saturating_duration_since(now));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(late(peer));
        }
        let half = |left| if left > SHORT { left / 2 } else { left };
        let nanos = |left: Duration| left.as_nanos() as u64;
        let told = self.limit.load(Relaxed);
        let is_told = match left {
            Some(left) => told != 0 && told <= nanos(left),
            None => told == 0,
        };
        if !is_told {
            let wanted = left.map(half);
            limit(wanted)?;
            self.limit.store(wanted.map_or(0, nanos), Relaxed);
        }
        Ok(())
    }
}

fn late(peer: &impl Display) -> io::Error {
    let why = format!("{peer} took longer than it may");
    io::Error::new(ErrorKind::TimedOut, why)
}
