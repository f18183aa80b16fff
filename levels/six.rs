//! How few can six additions make?

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "six",
    title: "three and three are two",
    goal: "Let six visitors in, and make the counter say two.",
    lesson: "A lost update loses more than one: whoever wakes up with an old \
             number takes back all that was done meanwhile. Two is the least; \
             can you see why not one?",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("six.rs"),
};

fn program() {
    let visitors = AtomicU32::new(0).named("visitors");

    let door = || {
        for _ in 0..3 {
            let before = visitors.load(SeqCst);
            visitors.store(before + 1, SeqCst);
        }
    };
    together(&[("east door", &door), ("west door", &door)]);

    let counted = visitors.into_inner();
    assert!(counted > 2, "six came in, and the counter says {counted}");
}
