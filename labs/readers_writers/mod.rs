//! Many may read at once, if nobody writes.

mod demo;

use super::{Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "readers-writers",
    title: "four read the newspaper, one prints it",
    variants: &[
        Variant::right(
            "mutex",
            "a plain lock: one reader at a time",
            demo::mutex,
        ),
        Variant::right(
            "rwlock",
            "a reader-writer lock: readers together",
            demo::rwlock,
        ),
        Variant::deadlocked(
            "upgrade",
            "who reads wants to write, and waits for the readers to leave",
            demo::upgrade,
        ),
    ],
    next: &[("What does it cost?", "cargo bench --bench primitives")],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
