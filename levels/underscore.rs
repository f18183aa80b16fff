//! A guard without a name.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;

use super::{Level, Room, together};

pub(crate) const LEVEL: Level = Level {
    name: "underscore",
    title: "locked, and let go",
    goal: "Bring both into the room at once, although both lock the door.",
    lesson: "`let _ =` keeps nothing: the guard is dropped, and the door open, \
             before the next line. `let _key =` keeps it to the end of the \
             block.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("underscore.rs"),
};

fn program() {
    let door = Mutex::new(()).named("door");
    let room = Room::new("both are in the room, and the door is open");

    let visit = || {
        let _ = door.lock();
        room.enter();
        room.leave();
    };
    together(&[("ann", &visit), ("ben", &visit)]);
}
