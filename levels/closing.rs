//! The condition has two halves, and one of them is outside the lock.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, Ordering::SeqCst};
use workbench::sync::{Condvar, Mutex};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "closing",
    title: "closing time",
    goal: "Leave the worker behind, waiting, when the shop has closed.",
    lesson: "The worker tests under the lock, but `closed` is changed without \
             it: just between the test and the wait. An atomic may be read \
             anywhere; what somebody waits for is changed under the lock.",
    breaks: FailureKind::LostWakeup,
    run: program,
    source: include_str!("closing.rs"),
};

fn program() {
    let orders = Mutex::new(vec!["shoes"]).named("orders");
    let closed = AtomicBool::new(false).named("closed");
    let news = Condvar::new().named("news");

    let worker = || {
        let mut orders = orders.lock();
        while !closed.load(SeqCst) {
            orders.clear(); // all of them done
            news.wait(&mut orders);
        }
    };
    let owner = || {
        closed.store(true, SeqCst);
        news.notify_one();
    };
    together(&[("owner", &owner), ("worker", &worker)]);
}
