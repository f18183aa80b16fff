//! How much is measured.

use std::thread::available_parallelism;

#[derive(Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) rounds: u32,
    full: bool,
}

impl Scale {
    pub(crate) fn new(full: bool, rounds: Option<u32>) -> Self {
        let usual = if full { 9 } else { 5 };
        Self { rounds: rounds.unwrap_or(usual), full }
    }

    /// How many items or operations a sample has, where a full run has this
    /// many. Each number that is asked for can be divided by 8 threads.
    pub(crate) fn count(self, full: u64) -> u64 {
        if self.full { full } else { full / 5 / 8 * 8 }
    }

    pub(crate) fn describe(self) -> String {
        let cores = available_parallelism().map_or(1, usize::from);
        let rounds = self.rounds;
        let look = match self.full {
            true => "",
            false => ", a first look: --full is for reports",
        };
        let load = load().map_or(String::new(), |load| {
            format!("; {load} threads wanted to run in the last minute")
        });
        format!("{cores} cores{load}\n{rounds} rounds, interleaved{look}")
    }
}

/// How many threads of the whole machine have wanted a processor, on average.
/// Where that is more than there are processors, spreads are wide, and
/// threads that should run side by side take turns. Only Linux says so.
fn load() -> Option<String> {
    let averages = std::fs::read_to_string("/proc/loadavg").ok()?;
    averages.split(' ').next().map(str::to_owned)
}
