//! What a global lock costs, and whom.

mod demo;

use super::{Explored, Lab, Threads, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "gil",
    title: "two threads that compute, ten that wait",
    notes: Some("7.8"),
    threads: Some(Threads { default: 2, min: 1, max: 64 }),
    python: Some(include_str!("vs.py")),
    processes: &[&demo::ADD],
    explored: Explored::Not(
        "it is about how long work takes, and no time passes in the explorer",
    ),
    variants: &[
        Variant::right(
            "cpu",
            "computing: threads, rayon and processes on all cores",
            demo::cpu,
        ),
        Variant::wrong(
            "cpu-one-lock",
            "computing, one thread at a time, as in CPython",
            demo::cpu_one_lock,
        ),
        Variant::right("io", "waiting: threads at the same time", demo::io),
        Variant::right(
            "io-one-lock",
            "waiting, with the lock given up meanwhile",
            demo::io_one_lock,
        ),
    ],
    next: &[("And in Python?", "workbench lab gil --vs python")],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
