//! Who waits for the data, who copies it, and who tells.

#[cfg(target_os = "linux")]
mod calls;
mod cost;
mod demo;
mod load;
mod phases;
mod server;
mod table;

use super::{Explored, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "io-models",
    title: "one echo, and seven ways to wait for it",
    notes: Some("8"),
    processes: &[
        &server::SERVES,
        #[cfg(target_os = "linux")]
        &calls::COUNTS,
    ],
    explored: Explored::Not("what sockets do is not the explorer's to decide"),
    variants: &[
        Variant::right(
            "blocking",
            "a thread for each caller, which waits in recv",
            demo::blocking,
        ),
        Variant::right(
            "nonblocking",
            "nobody waits: everybody is asked, again and again",
            demo::nonblocking,
        ),
        Variant::right(
            "select",
            "one call waits for all of 1,024 at most",
            demo::select,
        ),
        Variant::right(
            "poll",
            "one call waits for a list of any length",
            demo::poll,
        ),
        Variant::right("epoll", "the list stays in the kernel", demo::epoll),
        Variant::right(
            "sigio",
            "a signal says who has sent something",
            demo::sigio,
        ),
        Variant::right(
            "uring",
            "the kernel waits and copies, and tells when it has",
            demo::uring,
        ),
        Variant::right(
            "side-by-side",
            "what one request costs the server",
            demo::side_by_side,
        ),
        Variant::right(
            "idle",
            "the same, with 500 more who say nothing",
            demo::idle,
        ),
    ],
    next: &[
        ("With callbacks?", "workbench lab selectors"),
        ("A thread each?", "workbench lab socketserver"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
