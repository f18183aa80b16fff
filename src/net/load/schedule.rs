//! When requests are due, at a fixed rate.

use std::time::{Duration, Instant};

/// When the requests of a load are due: the connections take turns. A worker
/// sees to its share, which is every so many-th connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule {
    pub(super) start: Instant,
    /// Requests a second, of all.
    pub(super) rate: f64,
    /// Connections of all.
    pub(super) connections: usize,
    /// The worker's number, which is that of its first connection.
    pub(super) worker: usize,
    pub(super) workers: usize,
    /// The worker's own requests that have become due.
    pub(super) passed: u64,
}

impl Schedule {
    /// The worker's line whose turn it is, if its time has come.
    pub(super) fn next(&mut self, now: Instant) -> Option<usize> {
        if self.due() > now {
            return None;
        }
        let (_, line) = self.turn();
        self.passed += 1;
        Some(line)
    }

    /// When the worker's next request is due.
    pub(super) fn due(&self) -> Instant {
        let (request, line) = self.turn();
        self.due_on(line, request)
    }

    /// When a line's request of this number is, or was.
    pub(super) fn due_on(&self, line: usize, request: u64) -> Instant {
        let connection = self.worker + line * self.workers;
        let before = request * self.connections as u64 + connection as u64;
        self.start + Duration::from_secs_f64(before as f64 / self.rate)
    }

    /// Which request of which line is next.
    fn turn(&self) -> (u64, usize) {
        let others = self.connections - self.worker;
        let lines = others.div_ceil(self.workers) as u64;
        (self.passed / lines, (self.passed % lines) as usize)
    }
}
