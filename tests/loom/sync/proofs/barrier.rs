//! The barrier: its word, and its gate.

use std::sync::Arc;
use std::time::Duration;

use crate::memory::UnsafeCell;
use crate::sync::barrier::{Barrier, BrokenBarrier};
use crate::{explore, spawn};

/// Red if the word is read or changed `Relaxed`. Changed with `AcqRel`, a
/// waiter sleeps on.
#[test]
fn who_passes_sees_what_the_others_wrote_before() {
    explore(3, || {
        let it = Arc::new((Barrier::new(2), [(); 2].map(UnsafeCell::new)));
        let meet = |(barrier, written): &(Barrier, [_; 2]), me: usize| {
            UnsafeCell::with_mut(&written[me], drop);
            let passed = barrier.wait().unwrap();
            written[1 - me].with(drop);
            barrier.wait().unwrap(); // serves again at once
            (passed.index(), passed.is_leader())
        };
        let other = spawn(&it, move |it| meet(it, 1));
        let mut passed = [meet(&it, 0), other.join().unwrap()];
        passed.sort_unstable();
        assert_eq!(passed, [(0, false), (1, true)]);
    });
}

/// Red if who gives up does not break the barrier.
#[test]
fn whoever_gives_up_tells_the_other() {
    let passed = explore(3, || {
        let barrier = Arc::new(Barrier::new(2));
        let hasty = spawn(&barrier, |barrier| {
            barrier.wait_timeout(Duration::ZERO).is_ok()
        });
        let passed = barrier.wait().is_ok();
        assert_eq!(hasty.join().unwrap(), passed);
        assert_eq!(barrier.is_broken(), !passed);
        passed
    });
    assert_eq!(passed, [false, true]);
}

/// Red if who has waited goes by the phase that it finds, and not by the
/// meeting's number: it may look late, when all have passed.
#[test]
fn abort_is_for_all_or_for_none() {
    let passed = explore(2, || {
        let barrier = Arc::new(Barrier::new(2));
        let other = spawn(&barrier, |barrier| barrier.wait().is_ok());
        let aborter = spawn(&barrier, Barrier::abort);
        let passed = barrier.wait().is_ok();
        assert_eq!(other.join().unwrap(), passed);
        aborter.join().unwrap();
        assert_eq!(barrier.wait(), Err(BrokenBarrier));
        passed
    });
    assert_eq!(passed, [false, true]);
}

/// Red if the last to leave a meeting that failed wakes nobody.
#[test]
fn reset_sends_away_who_waits_and_serves_who_comes() {
    let was_sent_away = explore(3, || {
        let barrier = Arc::new(Barrier::new(2));
        let other = spawn(&barrier, |barrier| {
            let is_sent_away = barrier.wait().is_err();
            if is_sent_away {
                barrier.wait().unwrap();
            }
            is_sent_away
        });
        barrier.reset();
        barrier.wait().unwrap();
        other.join().unwrap()
    });
    assert_eq!(was_sent_away, [false, true]);
}
