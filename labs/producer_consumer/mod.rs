//! One makes, one uses, and neither knows how fast the other is.

mod demo;

use super::{Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "producer-consumer",
    title: "one makes, one uses",
    notes: Some("10.1"),
    variants: &[
        Variant::wrong(
            "polling",
            "looks, and goes on if there is nothing",
            demo::polling,
        ),
        Variant::right(
            "blocking",
            "waits for the next one, and is told when there is none",
            demo::blocking,
        ),
        Variant::wrong(
            "unbounded",
            "makes faster than the other uses: a heap grows",
            demo::unbounded,
        ),
        Variant::right(
            "back-pressure",
            "two slots: who is too fast has to wait",
            demo::back_pressure,
        ),
    ],
    next: &[
        ("What is in a queue?", "workbench lab queue"),
        ("Every time?", "workbench explore producer-consumer"),
        ("Can you do it?", "workbench play producer-consumer"),
        (
            "And with two slots?",
            "workbench explore producer-consumer --variant back-pressure",
        ),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
