//! A server that answers in upper case, and what it takes to stay one.

mod address;
mod backlog;
mod demo;
mod phone;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "echo",
    title: "a phone that answers in upper case",
    notes: Some("3"),
    explored: Explored::Not(
        "what the network does is not the explorer's to decide",
    ),
    variants: &[
        Variant::wrong("one-shot", "one call, one answer", demo::one_shot),
        Variant::wrong(
            "unchecked",
            "a talk loop that never asks whether anybody is there",
            demo::unchecked,
        ),
        Variant::right(
            "calls",
            "a talk loop with an end, in a loop of calls",
            demo::calls,
        ),
        Variant::wrong(
            "lost",
            "the caller hangs up before the answer",
            demo::lost,
        ),
        Variant::wrong(
            "fragile",
            "one caller fails, and the server with her",
            demo::fragile,
        ),
        Variant::right("sturdy", "an error ends one call", demo::sturdy),
        Variant::wrong(
            "restart",
            "the same number again, at once",
            address::restart,
        ),
        Variant::right("reuse", "the same, with SO_REUSEADDR", address::reuse),
        Variant::wrong(
            "narrow",
            "four call, and the backlog is short",
            backlog::narrow,
        ),
        Variant::right("wide", "four call, and all fit", backlog::wide),
        Variant::right("unix", "a file instead of a number", address::unix),
    ],
    next: &[
        ("Where does a message end?", "workbench lab sticky"),
        ("And in Python?", "workbench lab echo --vs python"),
        ("As a server?", "workbench server echo"),
    ],
    python: Some(include_str!("vs.py")),
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
