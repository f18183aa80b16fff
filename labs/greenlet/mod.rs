//! Coroutines that name whom they switch to.

mod demo;

use super::{Explored, Lab, ONE_ORDER, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "greenlet",
    title: "two greenlets switch by hand",
    notes: Some("7.11.1"),
    explored: Explored::Not(ONE_ORDER),
    variants: &[
        Variant::right(
            "switch",
            "12 and 34 in one, 56 and 78 in the other",
            demo::switch,
        ),
        Variant::right(
            "values",
            "a switch carries a value, and brings one back",
            demo::values,
        ),
        Variant::wrong("forgotten", "nobody switches back", demo::forgotten),
    ],
    next: &[("Who switches for you?", "workbench lab gevent")],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
