//! What came of a load.

use std::time::Duration;

use super::latencies::Latencies;
use super::usage::Usage;

/// What came of a [`Load`](super::Load).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// Requests that were answered as they should be.
    pub answered: u64,
    /// Those of them that were before the load was to end: what
    /// [`per_second`](Self::per_second) counts.
    pub in_time: u64,
    /// How long it has lasted: not what was waited for afterwards.
    pub lasted: Duration,
    /// How long each answer took; see the [module](super) for from when.
    pub latencies: Latencies,
    /// Answers that were not what had been sent, in upper case. Each ends its
    /// connection.
    pub wrong: u64,
    /// Connections, idle ones too, that the server has ended.
    pub lost: u64,
    /// How the first of them ended.
    pub why: Option<String>,
    /// Requests that were made or due, and not answered.
    pub unanswered: u64,
    /// How long the oldest of them had waited at the end.
    pub waited: Duration,
    /// Processor time of the threads that asked.
    pub cpu: Duration,
    /// What the server has used, if its process is [known](super::Load::pid).
    pub server: Option<Usage>,
    /// Bytes of a request, and of its answer.
    pub size: usize,
}

impl Report {
    pub(super) fn new(size: usize) -> Self {
        Self {
            answered: 0,
            in_time: 0,
            lasted: Duration::ZERO,
            latencies: Latencies::new(),
            wrong: 0,
            lost: 0,
            why: None,
            unanswered: 0,
            waited: Duration::ZERO,
            cpu: Duration::ZERO,
            server: None,
            size,
        }
    }

    /// Adds what another worker has seen at the same time.
    pub(super) fn add(&mut self, other: Self) {
        self.answered += other.answered;
        self.in_time += other.in_time;
        self.lasted = self.lasted.max(other.lasted);
        self.latencies.add(&other.latencies);
        self.wrong += other.wrong;
        self.lost += other.lost;
        self.why = self.why.take().or(other.why);
        self.unanswered += other.unanswered;
        self.waited = self.waited.max(other.waited);
        self.cpu += other.cpu;
    }

    /// Requests that were answered in a second.
    #[must_use]
    pub fn per_second(&self) -> f64 {
        match self.lasted.as_secs_f64() {
            0.0 => 0.0,
            seconds => self.in_time as f64 / seconds,
        }
    }

    /// Bytes that were answered in a second; as many were asked.
    #[must_use]
    pub fn bytes_per_second(&self) -> f64 {
        self.per_second() * self.size as f64
    }

    /// Whether every request was answered, rightly, and nobody was hung up
    /// on.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.wrong + self.lost + self.unanswered == 0
    }
}
