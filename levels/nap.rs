//! Tested without the lock, waited with it.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, Ordering::SeqCst};
use workbench::sync::{Condvar, Mutex};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "nap",
    title: "a short nap before the train",
    goal: "Let the traveller oversleep for ever.",
    lesson: "A notification is no letter: if nobody waits, it is lost. What is \
             waited for must be tested and changed under the lock that the \
             wait lets go.",
    breaks: FailureKind::LostWakeup,
    run: program,
    source: include_str!("nap.rs"),
};

fn program() {
    let arrived = AtomicBool::new(false).named("arrived");
    let bench = Mutex::new(()).named("bench");
    let whistle = Condvar::new().named("whistle");

    let train = || {
        arrived.store(true, SeqCst);
        whistle.notify_one();
    };
    let traveller = || {
        if !arrived.load(SeqCst) {
            let mut asleep = bench.lock();
            whistle.wait(&mut asleep);
        }
    };
    together(&[("train", &train), ("traveller", &traveller)]);
}
