//! Work on data, spread over the cores by somebody else.

mod demo;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "rayon",
    title: "a sum on every core; and the wrong tool for waiting",
    explored: Explored::Not(
        "rayon works with locks of its own, which the explorer does not see",
    ),
    variants: &[
        Variant::right(
            "sum",
            "the same sum, on one core and on all of them",
            demo::sum,
        ),
        Variant::wrong(
            "rounding",
            "the same floats, added in another order",
            demo::rounding,
        ),
        Variant::right(
            "waiting",
            "twenty waits: a pool of workers against twenty threads",
            demo::waiting,
        ),
    ],
    next: &[("And in Python?", "workbench lab gil --vs python")],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
