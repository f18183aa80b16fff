use std::collections::BTreeSet;
use std::sync::Arc;

use workbench::sync::Timer;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{TIME, explorer, outcomes};

/// A timer that counts its calls, and the count.
fn counting() -> (Timer, Arc<AtomicU32>) {
    let calls = Arc::new(AtomicU32::new(0));
    let count = calls.clone();
    let call = move || {
        count.fetch_add(1, SeqCst);
    };
    (Timer::new(TIME, call), calls)
}

/// Red if `cancel` does not ask whether the call has been made, or
/// `is_due_at` not whether it was cancelled.
#[test]
fn it_is_cancelled_or_calls_and_never_both() {
    let cancelled = outcomes(&explorer(), || {
        let (mut timer, calls) = counting();
        timer.start();
        let cancelled = timer.cancel();
        timer.join().unwrap();
        assert_eq!(calls.load(SeqCst), u32::from(!cancelled));
        cancelled
    });
    assert_eq!(cancelled, BTreeSet::from([false, true]));
}

/// Red if `is_due_at` does not ask whether it was cancelled.
#[test]
fn it_can_be_cancelled_before_its_start() {
    outcomes(&explorer(), || {
        let (mut timer, calls) = counting();
        assert!(timer.cancel());
        timer.start();
        timer.join().unwrap();
        assert_eq!(calls.load(SeqCst), 0);
    });
}

/// Red if `join` does not wait for the call.
#[test]
fn join_comes_after_the_call() {
    outcomes(&explorer(), || {
        let (mut timer, calls) = counting();
        timer.start();
        timer.join().unwrap();
        assert_eq!(calls.load(SeqCst), 1);
    });
}

/// Red if a cancel wakes nobody: the join would wait for the time.
#[test]
fn cancel_ends_the_wait() {
    let explorer = explorer().time_in_order(true);
    let late = outcomes(&explorer, || {
        let (mut timer, _) = counting();
        timer.start();
        let (mut clock, late) = counting();
        clock.start();
        assert!(timer.cancel());
        timer.join().unwrap();
        let late = late.load(SeqCst);
        clock.cancel();
        clock.join().unwrap();
        late
    });
    assert_eq!(late, BTreeSet::from([0]));
}
