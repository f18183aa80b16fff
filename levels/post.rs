//! An empty queue is taken for finished work.

use workbench::explore::FailureKind;
use workbench::queue::Queue;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "post",
    title: "an empty tray",
    goal: "Send the boss home while a parcel lies unpacked.",
    lesson: "What has left the queue is not done: somebody has it in hand. \
             `task_done` and `join` count work, `is_empty` counts what waits.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("post.rs"),
};

fn program() {
    let tray = Queue::new(1).named("tray");
    let packed = AtomicU32::new(0).named("packed");

    let boss = || {
        tray.put("parcel").unwrap();
        while !tray.is_empty() {}
        let packed = packed.load(SeqCst);
        assert!(packed == 1, "the boss has gone home, and {packed} is packed");
    };
    let packer = || {
        tray.get().unwrap();
        packed.fetch_add(1, SeqCst);
    };
    together(&[("boss", &boss), ("packer", &packer)]);
}
