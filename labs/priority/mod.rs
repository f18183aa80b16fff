//! The smallest comes out first.

mod demo;

use super::{Explored, Lab, ONE_ORDER, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "priority",
    title: "who is served first in the emergency room",
    notes: Some("10"),
    explored: Explored::Not(ONE_ORDER),
    variants: &[
        Variant::right("smallest", "the smallest number first", demo::smallest),
        Variant::right("equals", "among equals, who came first", demo::equals),
        Variant::wrong(
            "starved",
            "while urgent ones come, the others wait",
            demo::starved,
        ),
    ],
    next: &[("And in turn?", "workbench lab queue")],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
