//! How long one side waits for the other.

use std::time::{Duration, Instant};

/// How long one side waits for the other: for a message so long, and longer
/// for one that is large.
///
/// Each is a limit in all, not one for every byte: whoever sends a byte now
/// and then is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a message to come, or to be taken.
    pub message: Duration,
    /// Bytes a second that it has to travel with at least.
    pub rate: u64,
}

impl Patience {
    /// So long for a message, and 16 KiB a second.
    #[must_use]
    pub const fn new(message: Duration) -> Self {
        Self { message, rate: 16 << 10 }
    }

    /// Until when a message of so many bytes is waited for; `None` is for
    /// ever.
    pub(in crate::net) fn until(self, bytes: u64) -> Option<Instant> {
        let travel = Duration::from_secs(bytes / self.rate.max(1));
        Instant::now().checked_add(self.message.checked_add(travel)?)
    }
}

impl Default for Patience {
    /// Five minutes: whoever types is given time.
    fn default() -> Self {
        Self::new(Duration::from_secs(300))
    }
}

#[cfg(unix)]
mod served {
    use super::{Instant, Patience};
    use crate::net::server::{Connection, Stream};

    impl Patience {
        /// Gives the caller time for so many bytes, but never beyond `last`,
        /// which is the server's own limit for the connection.
        pub(in crate::net::protocol) fn give<S: Stream>(
            self,
            caller: &mut Connection<S>,
            last: Option<Instant>,
            bytes: u64,
        ) {
            let deadline = last.into_iter().chain(self.until(bytes)).min();
            caller.set_deadline(deadline);
        }
    }
}
