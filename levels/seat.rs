//! A permit is given back that was never taken.

use workbench::explore::FailureKind;
use workbench::sync::Semaphore;

use super::{Level, Room, together};

pub(crate) const LEVEL: Level = Level {
    name: "seat",
    title: "the only seat",
    goal: "Seat two people on one chair.",
    lesson: "A semaphore believes everybody who releases: one release too \
             many makes a seat from nothing. Release only what you have \
             acquired, or let a permit's drop do it.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("seat.rs"),
};

fn program() {
    let seats = Semaphore::new(1).named("seats");
    let chair = Room::new("two people sit on one chair");

    let visit = || {
        if seats.try_acquire() {
            chair.enter();
            chair.leave();
        }
        seats.release();
    };
    together(&[("ann", &visit), ("ben", &visit), ("cat", &visit)]);
}
