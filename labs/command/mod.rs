//! An answer that says how long it is, and a server that is no shell.

mod demo;
mod notes;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "command",
    title: "a command from afar, and its whole answer",
    notes: Some("4.3"),
    explored: Explored::Not("what sockets do is not the explorer's to decide"),
    variants: &[
        Variant::wrong(
            "bare",
            "the output, and nothing that says how long it is",
            demo::bare,
        ),
        Variant::right(
            "framed",
            "a length, a header, and then the output",
            demo::framed,
        ),
        Variant::right("bytes", "what travels, byte by byte", demo::bytes),
        Variant::wrong(
            "shell",
            "whatever comes is handed to a shell",
            demo::shell,
        ),
        Variant::right(
            "allow-list",
            "what is on a list is run, word for word",
            demo::allow_list,
        ),
    ],
    next: &[
        ("And files?", "workbench lab file"),
        ("Yourself?", "workbench server command --allow date"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
