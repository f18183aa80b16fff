//! Two things at once: as long as the longer one, not as both together.

mod demo;

use super::{Ends, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "threads",
    title: "listen to music and write an article",
    notes: Some("7.8"),
    threads: None,
    words: None,
    variants: &[
        Variant {
            name: "one-by-one",
            title: "first the music, then the article",
            ends: Ends::Right,
            run: demo::one_by_one,
        },
        Variant {
            name: "functions",
            title: "a thread for each of two functions",
            ends: Ends::Right,
            run: demo::functions,
        },
        Variant {
            name: "types",
            title: "a type of one's own that runs in a thread",
            ends: Ends::Right,
            run: demo::types,
        },
        Variant {
            name: "roster",
            title: "who is alive, and what are they called?",
            ends: Ends::Right,
            run: demo::roster,
        },
    ],
    next: &[("Does the program wait?", "workbench lab daemon")],
    python: Some(include_str!("vs.py")),
};
