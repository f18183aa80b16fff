//! A function that holds a lock calls one that takes the same lock.

mod demo;

use super::{Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "rlock",
    title: "the same thread locks twice",
    notes: Some("7.10"),
    variants: &[
        Variant::deadlocked(
            "plain",
            "a plain lock waits for its own holder",
            demo::plain,
        ),
        Variant::right(
            "reentrant",
            "a reentrant lock counts how often it was taken",
            demo::reentrant,
        ),
        Variant::right(
            "threads",
            "ten threads, each twice in both orders",
            demo::threads,
        ),
    ],
    next: &[
        ("Why not always?", "workbench lab deadlock"),
        ("Bad luck?", "workbench explore rlock"),
        ("In any order?", "workbench explore rlock --variant threads"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
