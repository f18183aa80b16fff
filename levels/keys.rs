//! Two locks protect nothing from each other.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;

use super::{Level, Room, together};

pub(crate) const LEVEL: Level = Level {
    name: "keys",
    title: "a lock for each",
    goal: "Bring both into the room at once.",
    lesson: "A lock keeps out only those who take the same lock.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("keys.rs"),
};

fn program() {
    let front_door = Mutex::new(()).named("front door");
    let back_door = Mutex::new(()).named("back door");
    let room = Room::new("each locked a door, and both are in the room");

    let ann = || {
        let _key = front_door.lock();
        room.enter();
        room.leave();
    };
    let ben = || {
        let _key = back_door.lock();
        room.enter();
        room.leave();
    };
    together(&[("ann", &ann), ("ben", &ben)]);
}
