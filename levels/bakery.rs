//! Lamport's bakery without the line that everybody forgets.
//!
//! Leslie Lamport, "A New Solution of Dijkstra's Concurrent Programming
//! Problem", Communications of the ACM 17 (8), 1974.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, Room, together};

pub(crate) const LEVEL: Level = Level {
    name: "bakery",
    title: "Lamport's bakery, 1974, one line missing",
    goal: "Bring both to the counter at once.",
    lesson: "Two may draw the same number, and that is allowed for: ann goes \
             first. But who is still drawing looks like one who does not want \
             to; Lamport's `choosing` flag makes the others wait for that.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("bakery.rs"),
};

fn program() {
    let number_a = AtomicU32::new(0).named("ann's number");
    let number_b = AtomicU32::new(0).named("ben's number");
    let counter = Room::new("both are at the counter");

    let ann = || {
        let mine = number_b.load(SeqCst) + 1;
        number_a.store(mine, SeqCst);
        // With the same number, ann goes first.
        while (1..mine).contains(&number_b.load(SeqCst)) {}
        counter.enter();
        counter.leave();
        number_a.store(0, SeqCst);
    };
    let ben = || {
        let mine = number_a.load(SeqCst) + 1;
        number_b.store(mine, SeqCst);
        while (1..=mine).contains(&number_a.load(SeqCst)) {}
        counter.enter();
        counter.leave();
        number_b.store(0, SeqCst);
    };
    together(&[("ann", &ann), ("ben", &ben)]);
}
