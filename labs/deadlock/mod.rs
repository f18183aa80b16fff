//! Two locks in opposite order: each thread holds what the other wants.

mod demo;

use super::{Ends, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "deadlock",
    title: "two threads, two locks, opposite order",
    notes: Some("7.10"),
    threads: None,
    words: None,
    variants: &[
        Variant {
            name: "broken",
            title: "each holds one and waits for the other",
            ends: Ends::Deadlocked,
            run: demo::broken,
        },
        Variant {
            name: "ordered",
            title: "both take lock1 first",
            ends: Ends::Right,
            run: demo::ordered,
        },
        Variant {
            name: "backoff",
            title: "try the second, else give up the first and rest",
            ends: Ends::Right,
            run: demo::backoff,
        },
    ],
    next: &[],
    python: Some(include_str!("vs.py")),
};
