//! The programs that every engine explores: small, as what explodes is the
//! number of their interleavings.

mod counters;
mod deadlocks;
mod queues;

use std::time::Duration;

use crate::primitives::Primitives;
use Body::{
    FetchAdd, LoadAndStore, MutexCounter, OneCondvar, Philosophers, Steps,
    TwoCondvars, TwoLocks,
};
use queues::{Traffic, Wakes, Woken};

pub(crate) struct Program {
    pub(crate) title: &'static str,
    pub(crate) body: Body,
    pub(crate) has_bug: bool,
    /// Interleavings that differ in more than the order of steps that have
    /// nothing to do with each other, where `notify_one` wakes whoever has
    /// waited longest: what a perfect reduction executes. Counted among all
    /// schedules; where these are too many, as what a reduction executed of
    /// which no two were the same.
    pub(crate) traces: Option<u64>,
    /// What its proof is meant to need at most.
    pub(crate) within: Option<Duration>,
}

#[derive(Clone, Copy)]
pub(crate) enum Body {
    FetchAdd { threads: u64 },
    MutexCounter { threads: u64 },
    LoadAndStore { threads: u64, least: u64 },
    TwoLocks { same_order: bool },
    Philosophers { last_is_left_handed: bool },
    TwoCondvars(Traffic, Woken),
    OneCondvar(Traffic, Wakes),
    Steps { threads: u64, steps: u64 },
}

impl Body {
    /// One execution.
    pub(crate) fn run<P: Primitives>(self) {
        match self {
            FetchAdd { threads } => counters::fetch_add::<P>(threads),
            MutexCounter { threads } => counters::mutex::<P>(threads),
            LoadAndStore { threads, least } => {
                counters::load_and_store::<P>(threads, least);
            }
            TwoLocks { same_order } => deadlocks::two_locks::<P>(same_order),
            Philosophers { last_is_left_handed } => {
                deadlocks::philosophers::<P>(last_is_left_handed);
            }
            TwoCondvars(traffic, woken) => {
                queues::two_condvars::<P>(traffic, woken);
            }
            OneCondvar(traffic, wakes) => {
                queues::one_condvar::<P>(traffic, wakes);
            }
            Steps { threads, steps } => counters::steps::<P>(threads, steps),
        }
    }

    /// Those that it spawns.
    pub(crate) fn threads(self) -> u64 {
        match self {
            FetchAdd { threads }
            | MutexCounter { threads }
            | LoadAndStore { threads, .. }
            | Steps { threads, .. } => threads,
            TwoLocks { .. } => 2,
            Philosophers { .. } => 3,
            TwoCondvars(Traffic { pairs, .. }, _)
            | OneCondvar(Traffic { pairs, .. }, _) => 2 * pairs,
        }
    }
}

const fn right(title: &'static str, traces: u64, body: Body) -> Program {
    Program { title, body, has_bug: false, traces: Some(traces), within: None }
}

const fn wrong(title: &'static str, body: Body) -> Program {
    Program { title, body, has_bug: true, traces: None, within: None }
}

const fn proved_in(most: Duration, program: Program) -> Program {
    Program { within: Some(most), ..program }
}

const ONE_EACH: Traffic = Traffic { pairs: 2, items: 1 };
const TWO_EACH: Traffic = Traffic { pairs: 2, items: 2 };
const ONE_PAIR: Traffic = Traffic { pairs: 1, items: 4 };
const SIX: Traffic = Traffic { pairs: 3, items: 1 };

const TWO_MILLIS: Duration = Duration::from_millis(2);

pub(crate) const PROGRAMS: [Program; 16] = [
    right("fetch_add x3", 6, FetchAdd { threads: 3 }),
    right("mutex counter x3", 6, MutexCounter { threads: 3 }),
    right("AB-AB", 2, TwoLocks { same_order: true }),
    right(
        "3 philosophers, one left-handed",
        6,
        Philosophers { last_is_left_handed: true },
    ),
    proved_in(
        TWO_MILLIS,
        right(
            "queue of 2 condvars, 2P2C",
            56,
            TwoCondvars(ONE_EACH, Woken::Asks),
        ),
    ),
    proved_in(
        TWO_MILLIS,
        right(
            "queue of 1 condvar, notify_all, 2P2C",
            80,
            OneCondvar(ONE_EACH, Wakes::All),
        ),
    ),
    right(
        "queue of 2 condvars, 1P1C, 4 items",
        128,
        TwoCondvars(ONE_PAIR, Woken::Asks),
    ),
    right("queue of 2 condvars, 3P3C", 9_828, TwoCondvars(SIX, Woken::Asks)),
    right(
        "queue of 2 condvars, 2P2C, 2 items each",
        50_264,
        TwoCondvars(TWO_EACH, Woken::Asks),
    ),
    right(
        "load and store x5, whatever comes of it",
        14_400,
        LoadAndStore { threads: 5, least: 1 },
    ),
    wrong("lost update x3", LoadAndStore { threads: 3, least: 3 }),
    wrong("lost update x5", LoadAndStore { threads: 5, least: 5 }),
    wrong("AB-BA", TwoLocks { same_order: false }),
    wrong("3 philosophers", Philosophers { last_is_left_handed: false }),
    wrong("queue of 2 condvars, if, 2P2C", TwoCondvars(ONE_EACH, Woken::Goes)),
    wrong(
        "queue of 1 condvar, notify_one, 2P2C",
        OneCondvar(ONE_EACH, Wakes::One),
    ),
];
