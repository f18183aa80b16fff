//! An event used as a lock: passing and closing are two steps.

use workbench::explore::FailureKind;
use workbench::sync::Event;

use super::{Level, Room, together};

pub(crate) const LEVEL: Level = Level {
    name: "turnstile",
    title: "please close the gate behind you",
    goal: "Bring both through the gate at once.",
    lesson: "An event lets everybody pass until somebody clears it, and that \
             is a step later. To let one pass and close in the same step is \
             what a lock or a semaphore does.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("turnstile.rs"),
};

fn program() {
    let open = Event::new().named("open");
    open.set();
    let room = Room::new("two came through the gate before it closed");

    let visit = || {
        open.wait();
        open.clear();
        room.enter();
        room.leave();
        open.set();
    };
    together(&[("ann", &visit), ("ben", &visit)]);
}
