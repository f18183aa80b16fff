//! The result of an atomic operation is thrown away, and asked for again.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "light",
    title: "the last one out presses the switch",
    goal: "Leave the light on in an empty house.",
    lesson: "One atomic step and then another are not one atomic step. What \
             `fetch_sub` returns is yours; what you load after it may be \
             anybody's.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("light.rs"),
};

fn program() {
    let inside = AtomicU32::new(2).named("inside");
    let light = AtomicBool::new(true).named("light");

    let go_home = || {
        inside.fetch_sub(1, SeqCst);
        if inside.load(SeqCst) == 0 {
            let was_on = light.fetch_xor(true, SeqCst); // the switch
            assert!(was_on, "two pressed the switch: the light is on again");
        }
    };
    together(&[("ann", &go_home), ("ben", &go_home)]);
}
