use std::collections::BTreeSet;

use workbench::sync::atomic::{
    AtomicBool, AtomicU32,
    Ordering::{Relaxed, SeqCst},
};
use workbench::thread;

use super::{both, explorer, outcomes, proved};

/// What two threads see that do this at the same time, and what is left.
fn two(
    first: u32,
    operation: fn(&AtomicU32) -> u32,
) -> BTreeSet<((u32, u32), u32)> {
    outcomes(&explorer(), move || {
        let number = AtomicU32::new(first);
        let seen = both(|| operation(&number), || operation(&number));
        (seen, number.load(SeqCst))
    })
}

/// Red if one of them is a load and a store: in `fetch!` of `atomic.rs`, a
/// load before the step and a store after it; in `atomic!` the same.
#[test]
fn read_modify_write_is_one_step() {
    let one_after_the_other = |before: u32, middle: u32, after: u32| {
        BTreeSet::from([((before, middle), after), ((middle, before), after)])
    };
    let add = |it: &AtomicU32| it.fetch_add(1, SeqCst);
    assert_eq!(two(5, add), one_after_the_other(5, 6, 7));
    let sub = |it: &AtomicU32| it.fetch_sub(1, SeqCst);
    assert_eq!(two(5, sub), one_after_the_other(5, 4, 3));
    let xor = |it: &AtomicU32| it.fetch_xor(1, SeqCst);
    assert_eq!(two(5, xor), one_after_the_other(5, 4, 5));
    let max = |it: &AtomicU32| it.fetch_max(7, SeqCst);
    assert_eq!(two(5, max), one_after_the_other(5, 7, 7));
    let min = |it: &AtomicU32| it.fetch_min(3, SeqCst);
    assert_eq!(two(5, min), one_after_the_other(5, 3, 3));
    let and = |it: &AtomicU32| it.fetch_and(4, SeqCst);
    assert_eq!(two(5, and), one_after_the_other(5, 4, 4));
    let or = |it: &AtomicU32| it.fetch_or(2, SeqCst);
    assert_eq!(two(5, or), one_after_the_other(5, 7, 7));
    let swap = |it: &AtomicU32| it.swap(7, SeqCst);
    assert_eq!(two(5, swap), one_after_the_other(5, 7, 7));
    let update = |it: &AtomicU32| {
        it.fetch_update(SeqCst, SeqCst, |seen| Some(seen + 1)).unwrap()
    };
    assert_eq!(two(5, update), one_after_the_other(5, 6, 7));
    let exchange = |it: &AtomicU32| {
        let seen = it.compare_exchange(5, 6, SeqCst, SeqCst);
        seen.unwrap_or_else(|seen| seen)
    };
    assert_eq!(two(5, exchange), one_after_the_other(5, 6, 6));
}

/// Red if a load or a store is no step, or their order does not matter
/// (`Access` in `atomic!`).
#[test]
fn load_and_store_are_two_steps() {
    let left = outcomes(&explorer(), || {
        let left = AtomicU32::new(2);
        let take = || {
            let seen = left.load(SeqCst);
            left.store(seen - 1, SeqCst);
        };
        both(take, take);
        left.into_inner()
    });
    assert_eq!(left, BTreeSet::from([0, 1]));
}

/// Sequentially consistent, whatever ordering is asked for: not both can see
/// nothing. Red if a load is no step.
#[test]
fn one_of_two_that_write_and_then_read_sees_the_other() {
    let seen = outcomes(&explorer(), || {
        let (a, b) = (AtomicU32::new(0), AtomicU32::new(0));
        let one = || {
            a.store(1, Relaxed);
            b.load(Relaxed)
        };
        let other = || {
            b.store(1, Relaxed);
            a.load(Relaxed)
        };
        both(one, other)
    });
    assert_eq!(seen, BTreeSet::from([(0, 1), (1, 0), (1, 1)]));
}

/// A lock that turns round and round writes what is there, again and again.
/// Red if that counts as a change (`written` in `atomic.rs`): the program
/// would never end.
#[test]
fn a_spin_lock_that_only_swaps_comes_to_its_end() {
    let turns: [fn(&AtomicBool) -> bool; 3] = [
        |taken| taken.swap(true, SeqCst),
        |taken| taken.fetch_or(true, SeqCst),
        |taken| taken.compare_exchange(false, true, SeqCst, SeqCst).is_err(),
    ];
    for is_taken in turns {
        let report = proved(&explorer(), move || {
            let taken = AtomicBool::new(false);
            let number = AtomicU32::new(0);
            thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| {
                        while is_taken(&taken) {}
                        let seen = number.load(SeqCst);
                        number.store(seen + 1, SeqCst);
                        taken.store(false, SeqCst);
                    });
                }
            });
            assert_eq!(number.load(SeqCst), 2);
        });
        assert!(report.executions() <= 10, "{}", report.executions());
    }
}
