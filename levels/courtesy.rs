//! Peterson's algorithm, and a turn that is claimed instead of given.
//!
//! G. L. Peterson, "Myths About the Mutual Exclusion Problem", Information
//! Processing Letters 12 (3), 1981.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::{Level, Room, together};

const ANN: u32 = 0;
const BEN: u32 = 1;

pub(crate) const LEVEL: Level = Level {
    name: "courtesy",
    title: "Peterson, 1981, without manners",
    goal: "Bring both into the room at once.",
    lesson: "In Peterson's algorithm each gives the turn to the other, and \
             the last one to be polite waits. Here each takes it, so that \
             the last one to come goes in, whoever is inside.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("courtesy.rs"),
};

fn program() {
    let flag_a = AtomicBool::new(false).named("flag-A");
    let flag_b = AtomicBool::new(false).named("flag-B");
    let turn = AtomicU32::new(ANN).named("turn");
    let room = Room::new("both are in the room");

    let visit = |mine: &AtomicBool, other: &AtomicBool, me, you| {
        mine.store(true, SeqCst);
        turn.store(me, SeqCst);
        while other.load(SeqCst) && turn.load(SeqCst) == you {}
        room.enter();
        room.leave();
        mine.store(false, SeqCst);
    };
    together(&[
        ("ann", &|| visit(&flag_a, &flag_b, ANN, BEN)),
        ("ben", &|| visit(&flag_b, &flag_a, BEN, ANN)),
    ]);
}
