//! Where the files of a project lie, and what follows from it.

mod demo;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "layout",
    title: "the folders of a project, in Python and in Cargo",
    notes: Some("1"),
    explored: Explored::Not("nothing runs in it: it is about folders"),
    variants: &[
        Variant::wrong(
            "notes",
            "the folders of the notes: tests inside the package",
            demo::notes,
        ),
        Variant::right(
            "cargo",
            "the same project as Cargo wants it",
            demo::cargo,
        ),
    ],
    next: &[("What runs here?", "workbench lab threads")],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
