//! The first reader locks for all, and the second does not wait for it.

use workbench::explore::FailureKind;
use workbench::sync::Lock;
use workbench::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "gallery",
    title: "wet paint",
    goal: "Let a visitor lean on wet paint.",
    lesson: "The first reader takes the lock for all, and the second takes it \
             for granted while the first still waits. Counting and locking \
             must be one step: the textbook has a mutex around both.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("gallery.rs"),
};

fn program() {
    let gallery = Lock::new().named("gallery");
    let visitors = AtomicU32::new(0).named("visitors");
    let wet = AtomicBool::new(false).named("wet");

    let painter = || {
        gallery.acquire();
        wet.store(true, SeqCst);
        wet.store(false, SeqCst);
        gallery.release().unwrap();
    };
    let visitor = || {
        if visitors.fetch_add(1, SeqCst) == 0 {
            gallery.acquire(); // the first one, for all
        }
        assert!(!wet.load(SeqCst), "a visitor leans on wet paint");
        if visitors.fetch_sub(1, SeqCst) == 1 {
            gallery.release().unwrap(); // the last one
        }
    };
    together(&[("painter", &painter), ("ann", &visitor), ("ben", &visitor)]);
}
