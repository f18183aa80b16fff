//! Where the files of a project lie, and what follows from it.

mod demo;

use super::{Ends, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "layout",
    title: "the folders of a project, in Python's notes and in Cargo",
    notes: Some("1"),
    threads: None,
    variants: &[
        Variant {
            name: "notes",
            title: "the folders of the notes: tests inside the package",
            ends: Ends::Wrong,
            run: demo::notes,
        },
        Variant {
            name: "cargo",
            title: "the same project as Cargo wants it",
            ends: Ends::Right,
            run: demo::cargo,
        },
    ],
    next: &[("What runs here?", "workbench lab threads")],
    python: None,
};
