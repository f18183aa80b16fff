//! A stream has no borders: what is written once may be read in many pieces,
//! and what is written often in one.

mod demo;
mod echo_framing;
mod line;
mod prompt;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "sticky",
    title: "ten messages, one read",
    notes: Some("4.1"),
    explored: Explored::Not(
        "what the network does is not the explorer's to decide",
    ),
    variants: &[
        Variant::wrong("glued", "ten writes, one read", demo::glued),
        Variant::wrong(
            "no-delay",
            "the same, with TCP_NODELAY",
            demo::no_delay,
        ),
        Variant::wrong("pieces", "one write, many reads", demo::pieces),
        Variant::right(
            "framed",
            "each message says how long it is",
            demo::framed,
        ),
        Variant::wrong(
            "delayed",
            "write, write, read: each side waits for the other",
            prompt::delayed,
        ),
        Variant::right(
            "prompt",
            "without the wait: TCP_NODELAY, or one write",
            prompt::prompt,
        ),
    ],
    next: &[
        ("And in Python?", "workbench lab sticky --vs python"),
        ("Who sends borders too?", "workbench lab udp"),
    ],
    python: Some(include_str!("vs.py")),
    source: include_str!("demo.rs"),
    exercises: &[&echo_framing::EXERCISE],
    ..Lab::CARD
};
