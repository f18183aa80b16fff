//! What one step is, and what other threads may see of it when.

mod demo;

use super::{Lab, Variant};

/// Why an experiment with a processor's write buffers is no model.
const WEAK: &str = "it shows what real memory does; in the explorer's every \
                    read sees the last write";

pub(crate) const LAB: Lab = Lab {
    name: "atomics",
    title: "load and store are two steps; and who sees them when",
    variants: &[
        Variant::wrong(
            "split",
            "load, then store: two steps, and anybody between them",
            demo::split,
        ),
        Variant::right("fetch-add", "one step", demo::fetch_add),
        Variant::right(
            "publish",
            "write the letter, then raise the flag",
            demo::publish,
        ),
        Variant::wrong(
            "store-buffer",
            "each writes its own and reads the other's, Relaxed",
            demo::store_buffer,
        )
        .unexplored(WEAK),
        Variant::right(
            "seq-cst",
            "the same, with one order for all (SeqCst)",
            demo::seq_cst,
        )
        .unexplored(WEAK),
    ],
    next: &[
        ("And inside a lock?", "workbench lab locks"),
        ("Every time?", "workbench explore atomics"),
        ("Can you do it?", "workbench play atomics"),
        ("In weaker memory?", "cargo test --test loom publish"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
