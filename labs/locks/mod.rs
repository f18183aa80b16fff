//! A read, a pause and a write are three steps, and anybody may come between.

mod demo;
mod lost_update;

use super::{Lab, Threads, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "locks",
    title: "a hundred threads take one from a hundred",
    notes: Some("7.9"),
    threads: Some(Threads { default: 100, min: 2, max: 1000 }),
    variants: &[
        Variant::wrong("unprotected", "read, pause, write", demo::unprotected),
        Variant::right("locked", "the same inside a mutex", demo::locked),
        Variant::right("atomic", "one step instead of three", demo::atomic),
    ],
    next: &[
        ("Fewer at once?", "workbench lab locks --threads 3"),
        ("Is 99 bad luck?", "workbench explore locks"),
        ("Can you do it?", "workbench play locks"),
    ],
    python: Some(include_str!("vs.py")),
    source: include_str!("demo.rs"),
    exercises: &[&lost_update::EXERCISE],
    ..Lab::CARD
};
