//! An algorithm that was published, and wrong.
//!
//! H. Hyman, "Comments on a Problem in Concurrent Programming Control",
//! Communications of the ACM 9 (1), 1966; refuted by Knuth in number 5.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::{Level, Room, together};

const ANN: u32 = 0;
const BEN: u32 = 1;

pub(crate) const LEVEL: Level = Level {
    name: "hyman",
    title: "a letter to the editor, 1966",
    goal: "Bring both into the room at once, against a published algorithm.",
    lesson: "No line is missing here: so it stood in the Communications of \
             the ACM. Reading an algorithm convinces; trying every order of \
             its steps proves.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("hyman.rs"),
};

fn program() {
    let flag_a = AtomicBool::new(false).named("flag-A");
    let flag_b = AtomicBool::new(false).named("flag-B");
    let turn = AtomicU32::new(ANN).named("turn");
    let room = Room::new("both are in the room");

    let visit = |mine: &AtomicBool, other: &AtomicBool, me| {
        mine.store(true, SeqCst);
        while turn.load(SeqCst) != me {
            while other.load(SeqCst) {}
            turn.store(me, SeqCst);
        }
        room.enter();
        room.leave();
        mine.store(false, SeqCst);
    };
    together(&[
        ("ann", &|| visit(&flag_a, &flag_b, ANN)),
        ("ben", &|| visit(&flag_b, &flag_a, BEN)),
    ]);
}
