//! Datagrams: each arrives whole or not at all, in any order, and nobody says
//! which.

mod demo;
mod lost;
mod relay;
mod repair;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "udp",
    title: "postcards instead of calls",
    notes: Some("6"),
    explored: Explored::Not(
        "what the network does is not the explorer's to decide",
    ),
    variants: &[
        Variant::right("borders", "one card, one read", demo::borders),
        Variant::right(
            "clients",
            "three write to one server, and nobody is accepted",
            demo::clients,
        ),
        Variant::wrong("cut", "a card longer than the buffer", demo::cut),
        #[cfg(target_os = "linux")]
        Variant::right("told", "the same, with MSG_TRUNC", demo::told),
        Variant::wrong("nobody", "nobody lives there", lost::nobody),
        Variant::wrong("flood", "a thousand cards, unread", lost::flood),
        Variant::wrong(
            "lossy",
            "a way that loses some, and delays some",
            repair::lossy,
        ),
        Variant::right(
            "repaired",
            "the same way: numbers, answers, and once more",
            repair::repaired,
        ),
    ],
    next: &[
        ("Other losses?", "workbench lab udp --variant lossy --seed 7"),
        ("Who repairs it for me?", "workbench lab echo"),
    ],
    python: Some(include_str!("vs.py")),
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
