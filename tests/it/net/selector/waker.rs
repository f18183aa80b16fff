//! Waking a selector from another thread.

use workbench::thread;

use super::kinds::for_every_kind;
use super::*;
use crate::asleep::until_asleep;
use crate::stress::rounds;

for_every_kind! {
    waker_wakes_who_waits
    call_that_comes_early_is_kept
    calls_before_a_look_are_one
    call_and_event_come_together
    call_to_nobody_is_harmless
    no_call_is_lost
}

fn waker_wakes_who_waits(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, _other) = pair();
    selector.register(one, Interest::Read, "").unwrap();
    let waker = selector.waker();
    let waits = thread::spawn(move || {
        let mut events = Events::new();
        selector.select(&mut events, None).unwrap();
        (events.woken(), events.len())
    });
    until_asleep(waits.thread());
    waker.wake();
    assert_eq!(waits.join().unwrap(), (true, 0));
}

fn call_that_comes_early_is_kept(kind: Kind) {
    let mut selector = sockets(kind);
    selector.waker().wake();
    let mut events = Events::new();
    selector.select(&mut events, None).unwrap();
    assert!(events.woken() && events.is_empty());
}

fn calls_before_a_look_are_one(kind: Kind) {
    let mut selector = sockets(kind);
    let waker = selector.waker().clone();
    // More than its buffer holds.
    for _ in 0..100_000 {
        waker.wake();
    }
    let mut events = Events::new();
    selector.select(&mut events, NOW).unwrap();
    assert!(events.woken());
    selector.select(&mut events, NOW).unwrap();
    assert!(!events.woken());
}

fn call_and_event_come_together(kind: Kind) {
    let mut selector = sockets(kind);
    let token = selector.register(pair().0, Interest::Write, "").unwrap();
    selector.waker().wake();
    let mut events = Events::new();
    selector.select(&mut events, None).unwrap();
    assert!(events.woken());
    assert!(events.iter().map(Event::token).eq([token]));
}

fn call_to_nobody_is_harmless(kind: Kind) {
    let waker = sockets(kind).waker();
    waker.wake();
}

/// A counter is raised, then the waker is called: who is woken sees it.
fn no_call_is_lost(kind: Kind) {
    use std::sync::atomic::{AtomicU64, Ordering};

    let mut selector = sockets(kind);
    let waker = selector.waker();
    let calls = AtomicU64::new(0);
    let all = rounds() * 100;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..all {
                calls.fetch_add(1, Ordering::Relaxed);
                waker.wake();
            }
        });
        let mut events = Events::new();
        while calls.load(Ordering::Relaxed) < all {
            selector.select(&mut events, None).unwrap();
            assert!(events.woken());
        }
    });
}
