//! A ticket lock whose machine takes two steps.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, Room, together};

pub(crate) const LEVEL: Level = Level {
    name: "tickets",
    title: "please take a number",
    goal: "Bring both to the counter at once.",
    lesson: "The ticket lock is fair and right, if no two can draw the same \
             number: `fetch_add`.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("tickets.rs"),
};

fn program() {
    let next = AtomicU32::new(0).named("next ticket");
    let serving = AtomicU32::new(0).named("now serving");
    let counter = Room::new("two people with one number are at the counter");

    let visit = || {
        let mine = next.load(SeqCst);
        next.store(mine + 1, SeqCst);
        while serving.load(SeqCst) < mine {}
        counter.enter();
        counter.leave();
        serving.fetch_add(1, SeqCst);
    };
    together(&[("ann", &visit), ("ben", &visit)]);
}
