//! `try_lock` was asked, and nobody listened.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;

use super::{Level, Room, together};

pub(crate) const LEVEL: Level = Level {
    name: "knock",
    title: "knock, and enter",
    goal: "Bring both into the room at once.",
    lesson: "`try_lock` does not wait: it answers. Whoever goes on without \
             reading the answer goes on without the lock.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("knock.rs"),
};

fn program() {
    let door = Mutex::new(()).named("door");
    let room = Room::new("one knocked, did not listen, and found the other");

    let visit = || {
        let _key = door.try_lock();
        room.enter();
        room.leave();
    };
    together(&[("ann", &visit), ("ben", &visit)]);
}
