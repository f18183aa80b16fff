//! A work-stealing deque, and the last piece of work.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "thief",
    title: "the last job in the stack",
    goal: "Have the only job done twice.",
    lesson: "Owner and thief take from two ends, and on the last job the ends \
             meet. There the owner has to race for `top` as a thief does, by \
             compare-and-exchange.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("thief.rs"),
};

fn program() {
    let top = AtomicU32::new(0).named("top"); // thieves take here
    let bottom = AtomicU32::new(1).named("bottom"); // the owner takes here
    let done = AtomicU32::new(0).named("done");

    let work = || {
        let before = done.fetch_add(1, SeqCst);
        assert!(before == 0, "the only job was done twice");
    };
    let owner = || {
        let last = bottom.load(SeqCst) - 1;
        bottom.store(last, SeqCst);
        if top.load(SeqCst) <= last {
            work();
        }
    };
    let thief = || {
        let first = top.load(SeqCst);
        if first < bottom.load(SeqCst)
            && top.compare_exchange(first, first + 1, SeqCst, SeqCst).is_ok()
        {
            work();
        }
    };
    together(&[("owner", &owner), ("thief", &thief)]);
}
