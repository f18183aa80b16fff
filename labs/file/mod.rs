//! Files from here to there: whole, or not at all.

#[cfg_attr(not(target_os = "linux"), path = "elsewhere.rs")]
mod demo;
#[cfg(target_os = "linux")]
mod notes;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "file",
    title: "put and get, whole or not at all",
    notes: Some("4.3, 5"),
    explored: Explored::Not("what sockets do is not the explorer's to decide"),
    variants: &[
        Variant::right("put-get", "there and back", demo::put_get),
        Variant::right(
            "one-at-a-time",
            "a long file, and a short one that waits for it",
            demo::one_at_a_time,
        ),
        Variant::right("threads", "a thread for each file", demo::threads),
        Variant::right(
            "escape",
            "names that lead out of the folder",
            demo::escape,
        ),
        Variant::wrong(
            "half",
            "written in its place, and cut half-way",
            demo::half,
        ),
        Variant::right("cut", "written aside, and cut half-way", demo::cut),
        Variant::right("resume", "cut, and gone on with", demo::resume),
    ],
    next: &[
        ("How is it framed?", "workbench lab command"),
        ("Yourself?", "workbench server file --root ."),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
