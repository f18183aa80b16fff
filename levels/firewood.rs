//! A worker that feeds the queue which it empties.

use workbench::explore::FailureKind;
use workbench::queue::Queue;

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "firewood",
    title: "a log too long",
    goal: "Make both wait for a place on the block.",
    lesson: "The sawyer is the only one who makes room, and now waits for \
             room. Whoever empties a bounded queue must not wait to fill it.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("firewood.rs"),
};

fn program() {
    let block = Queue::new(1).named("block");

    let carrier = || {
        block.put("long log").unwrap();
        block.put("log").unwrap();
    };
    let sawyer = || {
        for _ in 0..3 {
            if block.get().unwrap() == "long log" {
                block.put("half a log").unwrap(); // and keeps the other half
            }
        }
    };
    together(&[("carrier", &carrier), ("sawyer", &sawyer)]);
}
