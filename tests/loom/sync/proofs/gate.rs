//! The gate: who counts itself, tries and sleeps, against who changes
//! something, reads the count and wakes.

use std::sync::Arc;
use std::time::Instant;

use crate::memory::{AtomicU64, Ordering::SeqCst};
use crate::sync::condvar::until_asleep;
use crate::sync::gate::Gate;
use crate::sync::spin::SHORT;
use crate::{explore, join, spawn, spawn_two};

/// What is waited for is that it is open.
struct Door {
    gate: Gate,
    open: AtomicU64,
}

impl Door {
    fn new() -> Arc<Self> {
        let (gate, open) = (Gate::new(SHORT), AtomicU64::new(0));
        Arc::new(Self { gate, open })
    }

    fn pass(&self, deadline: Option<Instant>) -> bool {
        let is_open = || (self.open.load(SeqCst) == 1).then_some(());
        self.gate.wait(deadline, is_open).is_some()
    }
}

/// Red if a waiter counts itself after its last try, if the count is loaded
/// `Acquire`, and if `wake` does not take the lock.
#[test]
fn no_wake_up_is_lost() {
    explore(None, || {
        let door = Door::new();
        let waiter = spawn(&door, |door| door.pass(None));
        door.open.store(1, SeqCst);
        door.gate.notify(1);
        assert!(waiter.join().unwrap());
    });
}

/// Red if `notify_all` wakes one.
#[test]
fn all_are_woken() {
    explore(3, || {
        let door = Door::new();
        let waiters = spawn_two(&door, |door, _| door.pass(None));
        door.open.fetch_add(1, SeqCst);
        door.gate.notify_all();
        assert_eq!(join(waiters), [true, true]);
    });
}

/// Red if `wake` leaves the count as it is, and if whoever was woken takes
/// itself off once more.
#[test]
fn whoever_is_woken_is_counted_no_more() {
    explore(None, || {
        let door = Door::new();
        let waiter = spawn(&door, |door| door.pass(None));
        until_asleep(1);
        door.open.store(1, SeqCst);
        door.gate.notify(1);
        assert!(waiter.join().unwrap());
        assert!(!door.gate.has_waiters());
    });
}

/// Red if a waiter leaves the count as it is when its time is over, or when
/// its last try succeeds.
#[test]
fn whoever_was_not_woken_is_counted_no_more() {
    let passed = explore(None, || {
        let door = Door::new();
        let waiter = spawn(&door, |door| door.pass(Some(Instant::now())));
        door.open.store(1, SeqCst);
        door.gate.notify(1);
        let passed = waiter.join().unwrap();
        assert!(!door.gate.has_waiters());
        passed
    });
    assert_eq!(passed, [false, true]);
}
