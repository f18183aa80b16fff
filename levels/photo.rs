//! Double-checked locking that announces before it makes.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "photo",
    title: "developed in the dark room",
    goal: "Look at a photo that is still blank.",
    lesson: "The lock keeps two from making it, and not the third from \
             looking: who sees `ready` never takes the lock. What lets others \
             pass the lock must be written last.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("photo.rs"),
};

fn program() {
    let dark_room = Mutex::new(()).named("dark room");
    let ready = AtomicBool::new(false).named("ready");
    let photo = AtomicU32::new(0).named("photo");

    let look = || {
        if !ready.load(SeqCst) {
            let _door = dark_room.lock();
            if !ready.load(SeqCst) {
                ready.store(true, SeqCst);
                photo.store(1839, SeqCst);
            }
        }
        assert!(photo.load(SeqCst) != 0, "the photo is blank");
    };
    together(&[("ann", &look), ("ben", &look)]);
}
