//! The same value is not the same moment.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, together};

const FREE: u32 = 0;
const LOCKED: u32 = 1;
const SOLD: u32 = 2;

pub(crate) const LEVEL: Level = Level {
    name: "price",
    title: "yesterday's price",
    goal: "Buy the car at the old price.",
    lesson: "Compare-and-exchange found the value that it had seen, though \
             much had happened: A, then B, then A again. Compare something \
             that never comes back, such as a version.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("price.rs"),
};

fn program() {
    let state = AtomicU32::new(FREE).named("state");
    let price = AtomicU32::new(100).named("price");

    let buyer = || {
        if state.load(SeqCst) == FREE {
            let seen = price.load(SeqCst);
            if state.compare_exchange(FREE, SOLD, SeqCst, SeqCst).is_ok() {
                let now = price.load(SeqCst);
                assert!(seen == now, "sold for {seen}, and it costs {now}");
            }
        }
    };
    let dealer = || {
        if state.compare_exchange(FREE, LOCKED, SeqCst, SeqCst).is_ok() {
            price.store(120, SeqCst);
            state.store(FREE, SeqCst);
        }
    };
    together(&[("buyer", &buyer), ("dealer", &dealer)]);
}
