//! What was put last comes out first.

mod demo;

use super::{Explored, Lab, ONE_ORDER, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "lifo",
    title: "a pile of plates",
    notes: Some("10"),
    explored: Explored::Not(ONE_ORDER),
    variants: &[
        Variant::right("pile", "last in, first out", demo::pile),
        Variant::wrong(
            "buried",
            "while new ones come, the first is never taken",
            demo::buried,
        ),
    ],
    next: &[("And by size?", "workbench lab priority")],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
