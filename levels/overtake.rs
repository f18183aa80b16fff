//! A queue orders the gets, and nothing after them.

use workbench::explore::FailureKind;
use workbench::queue::Queue;
use workbench::sync::atomic::{AtomicI32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "overtake",
    title: "first in, first out, last done",
    goal: "Overdraw the account, although the wage was booked first.",
    lesson: "A queue keeps the order in which items leave it, and not the \
             order in which two workers finish with them. Where order \
             matters, one worker takes all that belongs together.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("overtake.rs"),
};

fn program() {
    let bookings = Queue::unbounded().named("bookings");
    let account = AtomicI32::new(0).named("account");
    bookings.put(100).unwrap(); // the wage
    bookings.put(-60).unwrap(); // the rent

    let clerk = || {
        let sum = bookings.get().unwrap();
        let balance = account.fetch_add(sum, SeqCst) + sum;
        assert!(balance >= 0, "the rent overtook the wage: {balance}");
    };
    together(&[("ann", &clerk), ("ben", &clerk)]);
}
