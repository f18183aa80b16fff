//! When a program ends that still has threads.

mod demo;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "daemon",
    title: "does the program wait for the article?",
    notes: Some("7.8"),
    processes: &[&demo::PROGRAM],
    explored: Explored::Not(
        "it starts programs; what those do is not the explorer's to decide",
    ),
    variants: &[
        Variant::right("waits", "it waits for both threads", demo::waits),
        Variant::wrong(
            "daemon",
            "a daemon is not waited for: the article is cut short",
            demo::daemon,
        ),
        Variant::right("joined", "a daemon that is joined", demo::joined),
    ],
    next: &[("And a child process?", "workbench lab process")],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
