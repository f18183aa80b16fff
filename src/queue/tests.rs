//! The ring on OS threads: small enough for Miri, which looks for what these
//! do not, a slot that is read before it is written, or touched by two
//! threads at once.
//!
//! Not in `ring.rs`, because `tests/loom` compiles that file with loom's
//! atomics.

use std::thread;

use super::Shutdown;
use super::error::{TryGetError, TryPutError};
use super::ring::Ring;

fn ring_of(items: std::ops::Range<u32>, capacity: usize) -> Ring<Box<u32>> {
    let ring = Ring::new(capacity);
    for item in items {
        assert!(ring.try_put(Box::new(item)).is_ok());
    }
    ring
}

#[test]
fn positions_are_numbered_without_gaps() {
    for capacity in [1, 2, 3, 4, 5, 7, 8, 9] {
        let ring = ring_of(0..0, capacity);
        for item in 0..40 {
            let number = u64::from(item) + 1;
            assert_eq!(ring.try_put(Box::new(item)).unwrap(), number);
            assert_eq!(ring.len(), 1);
            let got = ring.try_get().unwrap();
            assert_eq!(got, (Box::new(item), number));
            assert_eq!((ring.puts(), ring.gets()), (number, number));
        }
    }
}

#[test]
fn dropped_ring_drops_what_is_between_head_and_tail() {
    let ring = ring_of(0..3, 3);
    ring.try_get().unwrap();
    assert!(ring.try_put(Box::new(3)).is_ok());
    ring.shut_down(Shutdown::Drain);
}

#[test]
fn immediate_shutdown_returns_every_item_once() {
    let ring = ring_of(0..3, 3);
    ring.try_get().unwrap();
    ring.try_put(Box::new(3)).unwrap();
    let items = ring.shut_down(Shutdown::Immediate);
    assert_eq!(items, [1, 2, 3].map(Box::new));
    assert!(ring.shut_down(Shutdown::Immediate).is_empty());
    assert_eq!((ring.len(), ring.puts(), ring.gets()), (0, 4, 4));
}

#[test]
fn items_move_between_threads() {
    const ITEMS: u32 = 60;
    for capacity in [1, 2, 3] {
        let ring = ring_of(0..0, capacity);
        let put = |first| {
            for item in (first..ITEMS).step_by(2) {
                let mut item = Box::new(item);
                while let Err(refused) = ring.try_put(item) {
                    item = refused.into_inner();
                    thread::yield_now();
                }
            }
        };
        let get = || {
            let mut sum = 0;
            for _ in 0..ITEMS / 2 {
                sum += loop {
                    match ring.try_get() {
                        Ok((item, _)) => break *item,
                        Err(_) => thread::yield_now(),
                    }
                };
            }
            sum
        };
        let sum: u32 = thread::scope(|scope| {
            scope.spawn(|| put(0));
            scope.spawn(|| put(1));
            let getters = [scope.spawn(get), scope.spawn(get)];
            getters.into_iter().map(|getter| getter.join().unwrap()).sum()
        });
        assert_eq!(sum, (0..ITEMS).sum::<u32>());
    }
}

#[test]
fn immediate_shutdown_meets_puts_and_gets() {
    for _ in 0..10 {
        let ring = ring_of(0..0, 3);
        thread::scope(|scope| {
            scope.spawn(|| {
                let put = || ring.try_put(Box::new(1));
                while !matches!(put(), Err(TryPutError::ShutDown(_))) {}
            });
            scope.spawn(
                || {
                    while ring.try_get() != Err(TryGetError::ShutDown) {}
                },
            );
            thread::yield_now();
            drop(ring.shut_down(Shutdown::Immediate));
        });
        assert_eq!((ring.len(), ring.puts()), (0, ring.gets()));
    }
}
