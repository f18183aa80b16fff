//! Work on data, spread over the cores by somebody else.

mod demo;

use super::{Ends, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "rayon",
    title: "a sum on every core; and the wrong tool for waiting",
    notes: None,
    threads: None,
    variants: &[
        Variant {
            name: "sum",
            title: "the same sum, on one core and on all of them",
            ends: Ends::Right,
            run: demo::sum,
        },
        Variant {
            name: "rounding",
            title: "the same floats, added in another order",
            ends: Ends::Wrong,
            run: demo::rounding,
        },
        Variant {
            name: "waiting",
            title: "twenty waits: a pool of workers against twenty threads",
            ends: Ends::Right,
            run: demo::waiting,
        },
    ],
    next: &[("And in Python?", "workbench lab gil --vs python")],
    python: None,
};
