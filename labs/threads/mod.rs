//! Two things at once: as long as the longer one, not as both together.

mod demo;
mod spawn_join;

use super::{Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "threads",
    title: "listen to music and write an article",
    notes: Some("7.8"),
    variants: &[
        Variant::right(
            "one-by-one",
            "first the music, then the article",
            demo::one_by_one,
        ),
        Variant::right(
            "functions",
            "a thread for each of two functions",
            demo::functions,
        ),
        Variant::right(
            "types",
            "a type of one's own that runs in a thread",
            demo::types,
        ),
        Variant::right(
            "roster",
            "who is alive, and what are they called?",
            demo::roster,
        ),
    ],
    next: &[
        ("Does the program wait?", "workbench lab daemon"),
        (
            "In which orders can they end?",
            "workbench explore threads --variant roster",
        ),
    ],
    python: Some(include_str!("vs.py")),
    source: include_str!("demo.rs"),
    exercises: &[&spawn_join::EXERCISE],
    ..Lab::CARD
};
