//! The lost update.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "museum",
    title: "a museum with two doors",
    goal: "Let two visitors in, and make the counter say one.",
    lesson: "Reading, adding and writing are three things, and a thread may \
             rest between them on a number that is old by now. `fetch_add` is \
             one step.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("museum.rs"),
};

fn program() {
    let visitors = AtomicU32::new(0).named("visitors");

    let door = || {
        let before = visitors.load(SeqCst);
        visitors.store(before + 1, SeqCst);
    };
    together(&[("east door", &door), ("west door", &door)]);

    let counted = visitors.into_inner();
    assert!(counted == 2, "two came in, and the counter says {counted}");
}
