//! What one step is, and what other threads may see of it when.

mod demo;

use super::{Ends, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "atomics",
    title: "load and store are two steps; and who sees them when",
    notes: None,
    threads: None,
    variants: &[
        Variant {
            name: "split",
            title: "load, then store: two steps, and anybody between them",
            ends: Ends::Wrong,
            run: demo::split,
        },
        Variant {
            name: "fetch-add",
            title: "one step",
            ends: Ends::Right,
            run: demo::fetch_add,
        },
        Variant {
            name: "publish",
            title: "write the letter, then raise the flag",
            ends: Ends::Right,
            run: demo::publish,
        },
        Variant {
            name: "store-buffer",
            title: "each writes its own and reads the other's, Relaxed",
            ends: Ends::Wrong,
            run: demo::store_buffer,
        },
        Variant {
            name: "seq-cst",
            title: "the same, with one order for all (SeqCst)",
            ends: Ends::Right,
            run: demo::seq_cst,
        },
    ],
    next: &[("And inside a lock?", "workbench lab locks")],
    python: None,
};
