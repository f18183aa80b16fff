//! A flag that many wait for and one sets.

mod demo;

use super::{Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "event",
    title: "two workers wait until redis is ready",
    notes: Some("7.11.3"),
    variants: &[
        Variant::right("wait", "both wait; one set releases both", demo::wait),
        Variant::right(
            "polling",
            "wait a little, look, say so, wait again",
            demo::polling,
        ),
        Variant::deadlocked(
            "pulse",
            "set and cleared at once: who comes late waits for ever",
            demo::pulse,
        ),
    ],
    next: &[
        ("And for a condition?", "workbench lab condition"),
        ("Who can miss it?", "workbench explore event"),
        ("Can you do it?", "workbench play event"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
