//! Wait until something is so, and look again when woken.

mod condvar_while;
mod demo;

use super::{Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "condition",
    title: "wait until there is bread",
    variants: &[
        Variant::deadlocked(
            "early",
            "notified before anybody waits: the call is lost",
            demo::early,
        ),
        Variant::wrong(
            "if-once",
            "woken, and does not look again",
            demo::if_once,
        ),
        Variant::right(
            "while-empty",
            "looks again whenever it is woken",
            demo::while_empty,
        ),
    ],
    next: &[
        ("A queue does this for you", "workbench lab queue"),
        ("Is it always lost?", "workbench explore condition"),
        ("And an if?", "workbench explore condition --variant if-once"),
        ("Can you do it?", "workbench play condition --variant if-once"),
    ],
    source: include_str!("demo.rs"),
    exercises: &[&condvar_while::EXERCISE],
    ..Lab::CARD
};
