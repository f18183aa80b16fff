//! A thing is announced before it is done.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "cup",
    title: "tea is ready",
    goal: "Let the guest drink from an empty cup.",
    lesson: "Between any two steps of a thread, another one may run. Say that \
             a thing is done after it is done.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("cup.rs"),
};

fn program() {
    let ready = AtomicBool::new(false).named("ready");
    let cup = AtomicU32::new(0).named("cup");

    let cook = || {
        ready.store(true, SeqCst);
        cup.store(250, SeqCst);
    };
    let guest = || {
        if ready.load(SeqCst) {
            let drunk = cup.load(SeqCst);
            assert!(drunk > 0, "the guest drank from an empty cup");
        }
    };
    together(&[("cook", &cook), ("guest", &guest)]);
}
