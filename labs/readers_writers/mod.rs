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
        )
        .never_reaches(demo::TOGETHER),
        Variant::right(
            "rwlock",
            "a reader-writer lock: readers together",
            demo::rwlock,
        )
        .reaches(demo::TOGETHER),
        Variant::deadlocked(
            "upgrade",
            "who reads wants to write, and waits for the readers to leave",
            demo::upgrade,
        ),
    ],
    next: &[
        ("What does it cost?", "cargo bench --bench primitives"),
        ("Bad luck?", "workbench explore readers-writers"),
        (
            "Can two read at once?",
            "workbench explore readers-writers --variant rwlock",
        ),
        ("And here?", "workbench explore readers-writers --variant mutex"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
