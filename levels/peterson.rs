//! Peterson's algorithm with two lines in the other order.
//!
//! G. L. Peterson, "Myths About the Mutual Exclusion Problem", Information
//! Processing Letters 12 (3), 1981.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::{Level, Room, together};

const ANN: u32 = 0;
const BEN: u32 = 1;

pub(crate) const LEVEL: Level = Level {
    name: "peterson",
    title: "Peterson, 1981, two lines exchanged",
    goal: "Bring both into the room at once.",
    lesson: "First the flag, then the turn: who gives the turn away unseen \
             can be overtaken by somebody who looks, sees no flag and goes in. \
             A compiler or a processor may exchange such lines too; orderings \
             forbid it.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("peterson.rs"),
};

fn program() {
    let flag_a = AtomicBool::new(false).named("flag-A");
    let flag_b = AtomicBool::new(false).named("flag-B");
    let turn = AtomicU32::new(ANN).named("turn");
    let room = Room::new("both are in the room");

    let visit = |mine: &AtomicBool, other: &AtomicBool, you| {
        turn.store(you, SeqCst);
        mine.store(true, SeqCst);
        while other.load(SeqCst) && turn.load(SeqCst) == you {}
        room.enter();
        room.leave();
        mine.store(false, SeqCst);
    };
    together(&[
        ("ann", &|| visit(&flag_a, &flag_b, BEN)),
        ("ben", &|| visit(&flag_b, &flag_a, ANN)),
    ]);
}
