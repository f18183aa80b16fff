//! `if` where it must be `while`.

use workbench::explore::FailureKind;
use workbench::sync::{Condvar, Mutex};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "bread",
    title: "the shelf was full a moment ago",
    goal: "Sell a loaf that is not there.",
    lesson: "Who is woken still has to take the lock, and somebody who never \
             waited may be quicker. So look again: `while`, not `if`.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("bread.rs"),
};

fn program() {
    let shelf = Mutex::new(0_u32).named("shelf");
    let baked = Condvar::new().named("baked");

    let baker = || {
        for _ in 0..2 {
            *shelf.lock() += 1;
            baked.notify_one();
        }
    };
    let customer = || {
        let mut loaves = shelf.lock();
        if *loaves == 0 {
            baked.wait(&mut loaves);
        }
        assert!(*loaves > 0, "sold a loaf from an empty shelf");
        *loaves -= 1;
    };
    together(&[("baker", &baker), ("ann", &customer), ("ben", &customer)]);
}
