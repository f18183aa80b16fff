//! Two locks in opposite order: each thread holds what the other wants.

mod demo;
mod transfer;

use workbench::explore::FailureKind;

use super::{Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "deadlock",
    title: "two threads, two locks, opposite order",
    notes: Some("7.10"),
    variants: &[
        Variant::deadlocked(
            "broken",
            "each holds one and waits for the other",
            demo::broken,
        ),
        Variant::right("ordered", "both take lock1 first", demo::ordered),
        Variant::right(
            "backoff",
            "try the second, else give up the first and rest",
            demo::backoff,
        )
        .explored(
            FailureKind::Livelock,
            "in class the dice end it: the two do not rest for the same time",
        ),
    ],
    next: &[
        ("Every time?", "workbench explore deadlock"),
        ("And in order?", "workbench explore deadlock --variant ordered"),
        ("Can you do it?", "workbench play deadlock"),
    ],
    python: Some(include_str!("vs.py")),
    source: include_str!("demo.rs"),
    exercises: &[&transfer::EXERCISE],
    ..Lab::CARD
};
