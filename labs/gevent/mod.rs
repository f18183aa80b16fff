//! A loop that runs whoever need not wait.

mod demo;
mod pages;

use super::{Explored, Lab, Variant, Words};

pub(crate) const LAB: Lab = Lab {
    name: "gevent",
    title: "fetch three pages at once",
    notes: Some("7.11.2"),
    words: Some(Words {
        takes: |word| pages::Page::parse(word).is_some(),
        example: "http://example.org/",
        variant: None,
    }),
    explored: Explored::Not(
        "what the network does is not the explorer's to decide",
    ),
    variants: &[
        Variant::right(
            "one-by-one",
            "one page after the other",
            demo::one_by_one,
        ),
        Variant::right("green", "three green tasks on one thread", demo::green),
        Variant::wrong(
            "blocking",
            "three tasks, and a socket that knows nothing of them",
            demo::blocking,
        ),
    ],
    next: &[("With threads?", "workbench lab threads")],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
