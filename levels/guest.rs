//! A reference count that is raised from nothing.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "guest",
    title: "the late guest",
    goal: "Lock the guest up in a closed pub.",
    lesson: "To see that a count is not zero and to raise it must be one \
             step, or the last one leaves between them. So a `Weak` becomes \
             an `Arc` by compare-and-exchange.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("guest.rs"),
};

fn program() {
    let people = AtomicU32::new(1).named("people"); // the landlord
    let open = AtomicBool::new(true).named("open");

    let leave = || {
        if people.fetch_sub(1, SeqCst) == 1 {
            open.store(false, SeqCst); // the last one locks up
        }
    };
    let guest = || {
        if people.load(SeqCst) > 0 {
            people.fetch_add(1, SeqCst);
            assert!(open.load(SeqCst), "the guest is locked up in the pub");
            leave();
        }
    };
    together(&[("landlord", &leave), ("guest", &guest)]);
}
