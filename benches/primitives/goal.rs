//! What a row is meant to reach.

use std::fmt;

use crate::contest::Played;

#[derive(Clone, Copy)]
pub(crate) struct Goal {
    pub(crate) rival: &'static str,
    limit: Limit,
}

#[derive(Clone, Copy)]
enum Limit {
    /// This many times as fast as the rival.
    SpeedAtLeast(f64),
    /// This many times the rival's time.
    CostAtMost(f64),
    /// This many nanoseconds more than the rival.
    ExtraAtMost(f64),
}

use Limit::{CostAtMost, ExtraAtMost, SpeedAtLeast};

impl Goal {
    pub(crate) fn speed_at_least(rival: &'static str, ratio: f64) -> Self {
        Self { rival, limit: SpeedAtLeast(ratio) }
    }

    pub(crate) fn cost_at_most(rival: &'static str, ratio: f64) -> Self {
        Self { rival, limit: CostAtMost(ratio) }
    }

    pub(crate) fn extra_at_most(rival: &'static str, nanos: f64) -> Self {
        Self { rival, limit: ExtraAtMost(nanos) }
    }

    /// What is compared with the limit, round by round.
    pub(crate) fn figures(self, row: &Played, rival: usize) -> Vec<f64> {
        match self.limit {
            SpeedAtLeast(_) => row.speeds(rival),
            CostAtMost(_) => {
                row.speeds(rival).into_iter().map(f64::recip).collect()
            }
            ExtraAtMost(_) => row.extra(rival),
        }
    }

    pub(crate) fn is_met(self, median: f64) -> bool {
        match self.limit {
            SpeedAtLeast(least) => median >= least,
            CostAtMost(most) | ExtraAtMost(most) => median <= most,
        }
    }

    pub(crate) fn unit(self) -> &'static str {
        match self.limit {
            SpeedAtLeast(_) | CostAtMost(_) => "x",
            ExtraAtMost(_) => " ns",
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.limit {
            SpeedAtLeast(limit) => write!(f, ">= {limit}x"),
            CostAtMost(limit) => write!(f, "<= {limit}x its cost"),
            ExtraAtMost(limit) => write!(f, "<= {limit} ns more"),
        }
    }
}
