//! Dekker's algorithm, with a loser who does not step back.
//!
//! In E. W. Dijkstra, "Cooperating Sequential Processes", EWD 123, 1965.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::{Level, Room, together};

const ANN: u32 = 0;
const BEN: u32 = 1;

pub(crate) const LEVEL: Level = Level {
    name: "dekker",
    title: "Dekker, 1965, one line missing",
    goal: "Make both wait at the door for ever.",
    lesson: "The one whose turn it is not must lower the flag before waiting: \
             that is the missing line. Else this one waits for the turn, and \
             the other for the flag.",
    breaks: FailureKind::Livelock,
    run: program,
    source: include_str!("dekker.rs"),
};

fn program() {
    let flag_a = AtomicBool::new(false).named("flag-A");
    let flag_b = AtomicBool::new(false).named("flag-B");
    let turn = AtomicU32::new(ANN).named("turn");
    let room = Room::new("both are in the room");

    let visit = |mine: &AtomicBool, other: &AtomicBool, me, you| {
        mine.store(true, SeqCst);
        while other.load(SeqCst) {
            if turn.load(SeqCst) != me {
                while turn.load(SeqCst) != me {}
                mine.store(true, SeqCst);
            }
        }
        room.enter();
        room.leave();
        turn.store(you, SeqCst);
        mine.store(false, SeqCst);
    };
    together(&[
        ("ann", &|| visit(&flag_a, &flag_b, ANN, BEN)),
        ("ben", &|| visit(&flag_b, &flag_a, BEN, ANN)),
    ]);
}
