//! How much is measured.

use std::thread::available_parallelism;

#[derive(Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) rounds: u32,
    quick: bool,
}

impl Scale {
    pub(crate) fn new(quick: bool, rounds: Option<u32>) -> Self {
        let usual = if quick { 5 } else { 9 };
        Self { rounds: rounds.unwrap_or(usual), quick }
    }

    /// How many items or operations a sample has, where a full run has this
    /// many. Each number that is asked for can be divided by 8 threads.
    pub(crate) fn count(self, full: u64) -> u64 {
        if self.quick { full / 5 / 8 * 8 } else { full }
    }

    pub(crate) fn describe(self) -> String {
        let cores = available_parallelism().map_or(1, usize::from);
        let rounds = self.rounds;
        let quick = if self.quick { ", quick: not for reports" } else { "" };
        let load = load().map_or(String::new(), |load| {
            format!("; {load} threads wanted to run in the last minute")
        });
        format!("{cores} cores{load}\n{rounds} rounds, interleaved{quick}")
    }
}

/// How many threads of the whole machine have wanted a processor, on average.
/// Where that is more than there are processors, spreads are wide, and
/// threads that should run side by side take turns. Only Linux says so.
fn load() -> Option<String> {
    let averages = std::fs::read_to_string("/proc/loadavg").ok()?;
    averages.split(' ').next().map(str::to_owned)
}
