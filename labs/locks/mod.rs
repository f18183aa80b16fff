//! A read, a pause and a write are three steps, and anybody may come between.

mod demo;

use super::{Ends, Lab, Threads, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "locks",
    title: "a hundred threads take one from a hundred",
    notes: Some("7.9"),
    threads: Some(Threads { default: 100, min: 2, max: 1000 }),
    words: None,
    variants: &[
        Variant {
            name: "unprotected",
            title: "read, pause, write",
            ends: Ends::Wrong,
            run: demo::unprotected,
        },
        Variant {
            name: "locked",
            title: "the same inside a mutex",
            ends: Ends::Right,
            run: demo::locked,
        },
        Variant {
            name: "atomic",
            title: "one step instead of three",
            ends: Ends::Right,
            run: demo::atomic,
        },
    ],
    next: &[("Fewer at once?", "workbench lab locks --threads 3")],
    python: Some(include_str!("vs.py")),
};
