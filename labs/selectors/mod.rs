//! One thread waits for all, and each has brought along what to do then.

mod costs;
mod demo;
mod desk;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "selectors",
    title: "one thread, many callers, a callback for each",
    notes: Some("9"),
    python: Some(include_str!("vs.py")),
    explored: Explored::Not("what sockets do is not the explorer's to decide"),
    variants: &[
        Variant::right(
            "callbacks",
            "the door calls accept, a line calls answer",
            demo::callbacks,
        ),
        Variant::right(
            "one-face",
            "the same with select, poll and epoll",
            demo::one_face,
        ),
        Variant::wrong(
            "stalled",
            "a callback that takes its time, and everybody's",
            demo::stalled,
        ),
        Variant::wrong(
            "always-writable",
            "woken to write, with nothing to say",
            demo::always_writable,
        ),
        Variant::right(
            "when-needed",
            "woken to write only while something is left to say",
            demo::when_needed,
        ),
        Variant::right(
            "silent",
            "what it costs to wait beside those who say nothing",
            demo::silent,
        ),
    ],
    next: &[
        ("And with signals, and io_uring?", "workbench lab io-models"),
        ("And in Python?", "workbench lab selectors --vs python"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
