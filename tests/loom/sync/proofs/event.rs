//! The event.

use std::sync::Arc;

use crate::memory::UnsafeCell;
use crate::sync::condvar::until_asleep;
use crate::sync::event::Event;
use crate::{explore, join, spawn, spawn_two};

/// Red if `set` or `changes` is `Relaxed`. With `AcqRel` in `set`, a waiter
/// sleeps on.
#[test]
fn who_passes_sees_what_was_written_before() {
    explore(3, || {
        let it = Arc::new((Event::new(), UnsafeCell::new(())));
        let waiters = spawn_two(&it, |(event, letter), _| {
            event.wait();
            letter.with(drop);
        });
        let (event, letter) = &*it;
        letter.with_mut(drop);
        event.set();
        join(waiters);
    });
}

/// Red if a waiter asks whether the flag is set, instead of whether it has
/// changed.
#[test]
fn whoever_waits_passes_although_clear_follows_at_once() {
    explore(2, || {
        let event = Arc::new(Event::new());
        let waiters = spawn_two(&event, |event, _| event.wait());
        until_asleep(2);
        event.set();
        event.clear();
        join(waiters);
    });
}

/// Red if `set` adds one instead of setting the bit.
#[test]
fn two_sets_at_once_are_one() {
    explore(None, || {
        let event = Arc::new(Event::new());
        let other = spawn(&event, Event::set);
        event.set();
        other.join().unwrap();
        assert!(event.is_set());
    });
}

/// Red if `clear` stores what it has worked out, instead of exchanging it.
#[test]
fn late_clear_takes_no_set_from_who_waits() {
    explore(3, || {
        let event = Arc::new(Event::new());
        event.set();
        let late = spawn(&event, Event::clear);
        event.clear();
        let waiter = spawn(&event, Event::wait);
        until_asleep(1);
        event.set();
        waiter.join().unwrap();
        late.join().unwrap();
    });
}
