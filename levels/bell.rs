//! A notification before there is anything to notify of.

use workbench::explore::FailureKind;
use workbench::sync::{Condvar, Mutex};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "bell",
    title: "the bell rings, then the soup comes",
    goal: "Let the guest wait for ever in front of a full plate.",
    lesson: "Whoever is notified looks at what there is now. First change \
             what they wait for, then notify.",
    breaks: FailureKind::LostWakeup,
    run: program,
    source: include_str!("bell.rs"),
};

fn program() {
    let soup = Mutex::new(false).named("soup");
    let bell = Condvar::new().named("bell");

    let cook = || {
        bell.notify_one();
        *soup.lock() = true;
    };
    let guest = || {
        let mut served = soup.lock();
        while !*served {
            bell.wait(&mut served);
        }
    };
    together(&[("cook", &cook), ("guest", &guest)]);
}
