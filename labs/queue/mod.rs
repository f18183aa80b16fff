//! What one thread puts in, another takes out, in the same order.

mod bounded_queue;
mod demo;

use super::{Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "queue",
    title: "a queue with room for three",
    notes: Some("10"),
    variants: &[
        Variant::right(
            "bounded",
            "full: put waits; empty: get waits",
            demo::bounded,
        ),
        Variant::right(
            "tasks",
            "join waits until every item has been worked on",
            demo::tasks,
        ),
        Variant::deadlocked(
            "forgotten",
            "one item is never called done",
            demo::forgotten,
        ),
        Variant::right(
            "shutdown",
            "no more puts; gets take what is there",
            demo::shutdown,
        ),
    ],
    next: &[
        ("Who works faster?", "workbench lab producer-consumer"),
        ("Must it end so?", "workbench explore queue"),
        ("Can you do it?", "workbench play queue"),
        ("In any order?", "workbench explore queue --variant bounded"),
    ],
    source: include_str!("demo.rs"),
    exercises: &[&bounded_queue::EXERCISE],
    ..Lab::CARD
};
