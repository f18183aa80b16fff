//! A function that stops in the middle, and is sent something.

mod demo;
#[expect(
    clippy::module_inception,
    reason = "the exercise of this lab has its name"
)]
mod generator;

use super::{Explored, Lab, ONE_ORDER, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "generator",
    title: "producer and consumer as one thread",
    notes: Some("7.11"),
    explored: Explored::Not(ONE_ORDER),
    variants: &[
        Variant::right(
            "answers",
            "the producer sends, the consumer answers",
            demo::answers,
        ),
        Variant::right(
            "closed",
            "closed half-way: the clean-up runs",
            demo::closed,
        ),
        Variant::wrong(
            "not-started",
            "sent to before it has come to its first yield",
            demo::not_started,
        ),
    ],
    next: &[("Without a caller?", "workbench lab greenlet")],
    source: include_str!("demo.rs"),
    exercises: &[&generator::EXERCISE],
    ..Lab::CARD
};
