//! Processes share nothing: what one knows the other is told.

mod demo;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "pipes",
    title: "parent and child talk",
    processes: &[&demo::PHONE, &demo::FLOOD, &demo::READ_ALL],
    explored: Explored::Not(
        "what child processes do is not the explorer's to decide",
    ),
    variants: &[
        Variant::right(
            "talk",
            "a question one way, an answer the other",
            demo::talk,
        ),
        Variant::wrong("full", "both write, and nobody reads", demo::full),
        Variant::right(
            "drained",
            "a thread reads while the other writes",
            demo::drained,
        ),
        Variant::wrong(
            "unclosed",
            "the end never comes: somebody could still write",
            demo::unclosed,
        ),
        Variant::wrong("zombies", "nobody asks how they ended", demo::zombies),
    ],
    next: &[("And threads?", "workbench lab queue")],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
