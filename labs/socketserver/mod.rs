//! What is done for a caller is one thing, and who does it another.

mod clerk;
mod demo;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "socketserver",
    title: "one handler: alone, with threads, a pool, processes",
    notes: Some("5"),
    processes: &[&demo::SERVES],
    python: Some(include_str!("vs.py")),
    explored: Explored::Not("what sockets do is not the explorer's to decide"),
    variants: &[
        Variant::right(
            "iterative",
            "one caller after the other",
            demo::iterative,
        ),
        Variant::right("threads", "a thread for each caller", demo::threads),
        Variant::right("pool", "two workers, and a queue", demo::pool),
        Variant::right(
            "processes",
            "a process for each caller",
            demo::processes,
        ),
        Variant::right(
            "panic",
            "a handler panics, and the server goes on",
            demo::panic,
        ),
        Variant::wrong(
            "starved",
            "two who say nothing hold both workers",
            demo::starved,
        ),
    ],
    next: &[
        ("One thread for all?", "workbench lab selectors"),
        ("And in Python?", "workbench lab socketserver --vs python"),
        ("Yourself?", "workbench server echo --mode threads"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
