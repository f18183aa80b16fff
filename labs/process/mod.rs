//! A program that runs beside this one, with memory of its own.

mod demo;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "process",
    title: "who is who, and who is whose parent",
    notes: Some("7.11.4"),
    processes: &[
        &demo::INFO,
        &demo::HELLO,
        &demo::COUNT_UP,
        &demo::EXIT,
        &demo::COUNT,
    ],
    explored: Explored::Not(
        "what child processes do is not the explorer's to decide",
    ),
    variants: &[
        Variant::right(
            "info",
            "name, number, and the number of the parent",
            demo::info,
        ),
        Variant::right(
            "own-type",
            "a type of one's own that runs in a process",
            demo::own_type,
        ),
        Variant::wrong("shared", "a variable that both count up", demo::shared),
        Variant::right(
            "exit-codes",
            "how a process tells how it went",
            demo::exit_codes,
        ),
        Variant::right(
            "counting",
            "two processes, two threads, one after the other",
            demo::counting,
        ),
    ],
    next: &[("How do they talk?", "workbench lab pipes")],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
