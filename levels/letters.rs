//! Cleared after the look, and not before it.

use workbench::explore::FailureKind;
use workbench::sync::Event;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "letters",
    title: "the postman rings twice",
    goal: "Leave a letter in the box, and the reader waiting for it.",
    lesson: "A letter that comes after the look and before the `clear` is \
             wiped out with the old news. Clear first, then look.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("letters.rs"),
};

fn program() {
    let letters = AtomicU32::new(0).named("letters");
    let bell = Event::new().named("bell");

    let postman = || {
        for _ in 0..2 {
            letters.fetch_add(1, SeqCst);
            bell.set();
        }
    };
    let reader = || {
        let mut read = 0;
        while read < 2 {
            bell.wait();
            read += letters.swap(0, SeqCst);
            bell.clear();
        }
    };
    together(&[("postman", &postman), ("reader", &reader)]);
}
