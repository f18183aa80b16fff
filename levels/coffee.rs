//! Double-checked locking that checks once.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "coffee",
    title: "somebody has to make it",
    goal: "Make two pots of coffee.",
    lesson: "Who waited for the lock waited for somebody who may have done \
             the work. Look a second time when you have it: that is the \
             double in double-checked locking.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("coffee.rs"),
};

fn program() {
    let kitchen = Mutex::new(()).named("kitchen");
    let ready = AtomicBool::new(false).named("ready");
    let pots = AtomicU32::new(0).named("pots");

    let come_to_work = || {
        if !ready.load(SeqCst) {
            let _door = kitchen.lock();
            let before = pots.fetch_add(1, SeqCst);
            assert!(before == 0, "a second pot, and the first is still hot");
            ready.store(true, SeqCst);
        }
    };
    together(&[("ann", &come_to_work), ("ben", &come_to_work)]);
}
