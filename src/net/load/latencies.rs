//! How long answers took.

use std::fmt;
use std::time::Duration;

use hdrhistogram::Histogram;

/// The longest that is told apart from longer ones.
const LONGEST: Duration = Duration::from_secs(3600);

/// Digits that are kept of each: a thousandth of it is lost.
const DIGITS: u8 = 3;

/// How long answers took: a histogram whose memory does not grow.
#[derive(Clone)]
pub struct Latencies(Histogram<u64>);

impl Latencies {
    pub(super) fn new() -> Self {
        let most = LONGEST.as_nanos() as u64;
        let histogram = Histogram::new_with_bounds(1, most, DIGITS);
        Self(histogram.expect("bounds that a histogram can have"))
    }

    pub(super) fn record(&mut self, took: Duration) {
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.0.saturating_record(nanos);
    }

    pub(super) fn add(&mut self, others: &Self) {
        self.0.add(&others.0).expect("all have the same bounds");
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The time within which this part of all was answered: the median at
    /// 0.5, p99 at 0.99. Zero if there are none.
    #[must_use]
    pub fn at(&self, part: f64) -> Duration {
        Duration::from_nanos(self.0.value_at_quantile(part))
    }

    /// The longest, rounded up in its fourth digit.
    #[must_use]
    pub fn max(&self) -> Duration {
        Duration::from_nanos(self.0.max())
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> Duration {
        Duration::from_nanos(self.0.mean() as u64)
    }
}

impl fmt::Debug for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Latencies")
            .field("len", &self.len())
            .field("p50", &self.at(0.5))
            .field("p99", &self.at(0.99))
            .field("max", &self.max())
            .finish()
    }
}
