//! Nobody goes on before everybody has come.

mod demo;

use super::{Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "barrier",
    title: "three hikers meet at every hut",
    variants: &[
        Variant::right(
            "huts",
            "nobody leaves a hut before all have reached it",
            demo::huts,
        ),
        Variant::deadlocked(
            "missing",
            "one stays at home, and two wait for ever",
            demo::missing,
        ),
        Variant::right(
            "impatient",
            "one loses patience: the barrier is broken for all",
            demo::impatient,
        ),
    ],
    next: &[
        ("And one at a time?", "workbench lab semaphore"),
        ("Can two ever go on?", "workbench explore barrier"),
        ("Can you do it?", "workbench play barrier"),
        ("And in the huts?", "workbench explore barrier --variant huts"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
