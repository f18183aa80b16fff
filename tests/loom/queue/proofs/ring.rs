//! The ring. Threads try a few times each, and what came of it must add up.

use std::sync::Arc;

use crate::queue::Shutdown::{Drain, Immediate};
use crate::queue::error::{TryGetError, TryPutError};
use crate::queue::ring::Ring;
use crate::{explore, join, spawn, spawn_two};

/// A ring with the items from 1 on.
fn filled(capacity: usize, items: u32) -> Arc<Ring<u32>> {
    let ring = Ring::new(capacity);
    assert_eq!(put(&ring, items), items);
    Arc::new(ring)
}

/// Tries so often to put the next number, from 1; how many were put.
fn put(ring: &Ring<u32>, times: u32) -> u32 {
    (0..times).fold(0, |put, _| put + u32::from(ring.try_put(put + 1).is_ok()))
}

/// Tries so often to get.
fn get(ring: &Ring<u32>, times: u32) -> Vec<u32> {
    (0..times).filter_map(|_| ring.try_get().ok()).map(|got| got.0).collect()
}

/// Takes out what is left: all that was put is there once.
fn check(ring: &Ring<u32>, put: u32, mut got: Vec<u32>) {
    while let Ok((item, _)) = ring.try_get() {
        got.push(item);
    }
    got.sort_unstable();
    assert!(got.into_iter().eq(1..=put));
}

/// One thread puts, one gets: how many were put, and how many of them got.
fn pass(capacity: usize, puts: u32, gets: u32) -> Vec<(u32, usize)> {
    explore(3, move || {
        let ring = filled(capacity, 0);
        let getter = spawn(&ring, move |ring| get(ring, gets));
        let put = put(&ring, puts);
        let got = getter.join().unwrap();
        let count = got.len();
        assert!(got.is_sorted());
        check(&ring, put, got);
        (put, count)
    })
}

/// Red if a stamp is stored `Relaxed`, by `fill` or by `take`, or loaded
/// `Relaxed`, by `try_put` or by `try_get`: two touch a slot at once.
#[test]
fn one_slot_passes_items_on_in_order() {
    assert_eq!(pass(1, 2, 2), [(1, 0), (1, 1), (2, 1), (2, 2)]);
}

/// Red as with one slot.
#[test]
fn two_slots_pass_items_on_in_order() {
    let passed = pass(2, 3, 2);
    assert_eq!(passed, [(2, 0), (2, 1), (2, 2), (3, 1), (3, 2)]);
}

/// Red if `try_put` stores the tail instead of exchanging it.
#[test]
fn two_who_put_take_different_slots() {
    let put = explore(2, || {
        let ring = filled(2, 0);
        let putters = spawn_two(&ring, |ring, number| {
            ring.try_put(number as u32 + 1).unwrap()
        });
        let got = get(&ring, 1);
        let mut numbers = join(putters);
        check(&ring, 2, got);
        numbers.sort_unstable();
        numbers
    });
    assert_eq!(put, [[1, 2]]);
}

/// Red if `try_get` stores the head instead of exchanging it.
#[test]
fn two_who_get_take_different_items() {
    let outcomes = explore(2, || {
        let ring = filled(1, 1);
        let getters = spawn_two(&ring, |ring, _| get(ring, 1));
        let put = ring.try_put(2).is_ok();
        let got = join(getters).concat();
        let count = got.len();
        check(&ring, 1 + u32::from(put), got);
        (put, count)
    });
    assert_eq!(outcomes, [(false, 1), (true, 1), (true, 2)]);
}

/// One get may still be under way, but the other has made room. Red if
/// `is_full` does not look at the head.
#[test]
fn full_is_told_of_a_full_ring_only() {
    explore(None, || {
        let ring = filled(2, 2);
        let getter = spawn(&ring, |ring| ring.try_get().unwrap());
        ring.try_get().unwrap();
        ring.try_put(3).unwrap();
        getter.join().unwrap();
    });
}

/// One put may still be under way, but the other is over. Red if `why_empty`
/// does not look at the tail.
#[test]
fn empty_is_told_of_an_empty_ring_only() {
    explore(None, || {
        let ring = filled(2, 0);
        let putter = spawn(&ring, |ring| ring.try_put(1).unwrap());
        ring.try_put(2).unwrap();
        ring.try_get().unwrap();
        putter.join().unwrap();
    });
}

/// Red if `len` does not look at the tail again, or loads the head
/// `Relaxed`: the head that it finds has gone past the tail.
#[test]
fn length_is_one_that_the_ring_had() {
    let lengths = explore(2, || {
        let ring = filled(1, 0);
        let putter = spawn(&ring, |ring| put(ring, 2));
        let getter = spawn(&ring, |ring| get(ring, 2));
        let len = ring.len();
        check(&ring, putter.join().unwrap(), getter.join().unwrap());
        len
    });
    assert_eq!(lengths, [0, 1]);
}

/// Red if `try_put` does not look at the tail's bit.
#[test]
fn item_is_put_or_refused_by_a_drain() {
    let outcomes = explore(None, || {
        let ring = filled(1, 0);
        let putter = spawn(&ring, |ring| ring.try_put(1).is_ok());
        assert!(ring.shut_down(Drain).is_empty());
        let put = putter.join().unwrap();
        assert_eq!(ring.try_get().is_ok(), put);
        assert_eq!(ring.try_get(), Err(TryGetError::ShutDown));
        assert!(matches!(ring.try_put(2), Err(TryPutError::ShutDown(2))));
        put
    });
    assert_eq!(outcomes, [false, true]);
}

/// Red if `empty` loads a stamp `Relaxed`.
#[test]
fn item_is_got_or_dropped_by_an_immediate_shutdown() {
    let outcomes = explore(2, || {
        let ring = filled(2, 1);
        let putter = spawn(&ring, |ring| ring.try_put(2).is_ok());
        let getter = spawn(&ring, |ring| get(ring, 1));
        let mut items = ring.shut_down(Immediate);
        let (put, mut got) = (putter.join().unwrap(), getter.join().unwrap());
        let count = got.len();
        items.append(&mut got);
        assert_eq!((ring.len(), ring.puts()), (0, ring.gets()));
        check(&ring, 1 + u32::from(put), items);
        (put, count)
    });
    assert_eq!(outcomes, [(false, 0), (false, 1), (true, 0), (true, 1)]);
}

/// Red if `shut_down` closes the tail before the head.
#[test]
fn whoever_may_not_put_gets_nothing_of_what_is_dropped() {
    let outcomes = explore(None, || {
        let ring = filled(2, 1);
        let user = spawn(&ring, |ring| {
            let put = ring.try_put(2).is_ok();
            assert!(put || ring.try_get() == Err(TryGetError::ShutDown));
            put
        });
        ring.shut_down(Immediate);
        user.join().unwrap()
    });
    assert_eq!(outcomes, [false, true]);
}

/// Red if `try_get` does not close the tail when it finds the head closed.
#[test]
fn whoever_is_told_of_the_shutdown_may_not_put() {
    let outcomes = explore(None, || {
        let ring = filled(2, 1);
        let user = spawn(&ring, |ring| {
            let got = ring.try_get().is_ok();
            assert!(got || ring.try_put(2).is_err());
            got
        });
        ring.shut_down(Immediate);
        user.join().unwrap()
    });
    assert_eq!(outcomes, [false, true]);
}

/// Red if `shut_down` goes on where it finds the head closed.
#[test]
fn two_immediate_shutdowns_drop_every_item_once() {
    let dropped = explore(None, || {
        let ring = filled(2, 2);
        let other = spawn(&ring, |ring| ring.shut_down(Immediate));
        let mine = ring.shut_down(Immediate);
        (mine, other.join().unwrap())
    });
    assert_eq!(dropped, [(vec![], vec![1, 2]), (vec![1, 2], vec![])]);
}
