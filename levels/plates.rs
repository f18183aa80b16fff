//! A stack without locks, and a plate that comes back.
//!
//! R. K. Treiber, "Systems Programming: Coping with Parallelism", IBM
//! Research Report RJ 5118, 1986.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "plates",
    title: "a stack of plates without a lock",
    goal: "Get a plate onto the stack while ben has it in his hand.",
    lesson: "ann saw plate 1 on top of plate 2, and so it was when she came \
             back: plate 1 was on top again, but not of plate 2. This is ABA, \
             and why stacks without locks count versions or keep what others \
             may still read.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("plates.rs"),
};

/// Plates are called 1 and 2; 0 is none.
fn program() {
    let top = AtomicUsize::new(1).named("top");
    let under = [("under 0", 0), ("under 1", 2), ("under 2", 0)]
        .map(|(name, plate)| AtomicUsize::new(plate).named(name));

    let replace =
        |old, new| top.compare_exchange(old, new, SeqCst, SeqCst).is_ok();
    let pop = || loop {
        let plate = top.load(SeqCst);
        if plate == 0 || replace(plate, under[plate].load(SeqCst)) {
            return plate;
        }
    };
    let push = |plate: usize| loop {
        let below = top.load(SeqCst);
        under[plate].store(below, SeqCst);
        if replace(below, plate) {
            return;
        }
    };

    let ann = || {
        pop();
    };
    let ben = || {
        let first = pop();
        let second = pop();
        push(first);
        let seen = top.load(SeqCst);
        assert!(
            seen != second,
            "plate {seen} is in ben's hand and on the stack"
        );
    };
    together(&[("ann", &ann), ("ben", &ben)]);
}
