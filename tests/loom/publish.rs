//! The story `publish` of the lab `atomics`: a letter is written, then a flag
//! is raised.
//!
//! loom's atomics and nothing else. The lab's processor may keep the promise
//! that `Relaxed` does not give, and the explorer knows no other memory than
//! a sequentially consistent one: here is where the difference shows.

use std::sync::Arc;

use loom::sync::atomic::{
    AtomicBool, AtomicU64,
    Ordering::{self, Acquire, Relaxed, Release},
};

use crate::{explore, spawn};

/// What the reader sees of the flag, and then of the letter.
fn publish(raise: Ordering, look: Ordering) -> Vec<(bool, u64)> {
    explore(None, move || {
        let desk = Arc::new((AtomicU64::new(0), AtomicBool::new(false)));
        let reader = spawn(&desk, move |(letter, flag)| {
            (flag.load(look), letter.load(Relaxed))
        });
        let (letter, flag) = &*desk;
        letter.store(42, Relaxed);
        flag.store(true, raise);
        reader.join().unwrap()
    })
}

const PROMISED: [(bool, u64); 3] = [(false, 0), (false, 42), (true, 42)];
const STALE: (bool, u64) = (true, 0);

#[test]
fn who_sees_the_flag_sees_the_letter() {
    assert_eq!(publish(Release, Acquire), PROMISED);
}

#[test]
fn relaxed_flag_is_seen_before_the_letter() {
    assert!(publish(Relaxed, Relaxed).contains(&STALE));
}

#[test]
fn either_side_alone_promises_nothing() {
    assert!(publish(Release, Relaxed).contains(&STALE));
    assert!(publish(Relaxed, Acquire).contains(&STALE));
}
