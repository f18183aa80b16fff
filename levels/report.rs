//! Reported done before it is done.

use workbench::explore::FailureKind;
use workbench::queue::Queue;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "report",
    title: "done, boss; almost",
    goal: "Let the boss count too few parcels.",
    lesson: "`join` believes every `task_done`. Say it after the work, and in \
             every way that the work can end.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("report.rs"),
};

fn program() {
    let tray = Queue::new(2).named("tray");
    let packed = AtomicU32::new(0).named("packed");

    let boss = || {
        tray.put("shoes").unwrap();
        tray.put("books").unwrap();
        tray.join();
        let packed = packed.load(SeqCst);
        assert!(packed == 2, "all done, they say: {packed} of 2 are packed");
    };
    let packer = || {
        for _ in 0..2 {
            tray.get().unwrap();
            tray.task_done().unwrap();
            packed.fetch_add(1, SeqCst);
        }
    };
    together(&[("boss", &boss), ("packer", &packer)]);
}
