use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use workbench::sync::{Barrier, BarrierWaitResult, BrokenBarrier, Event};
use workbench::thread;

use super::{LONG, SHORT};

type Waited = Result<BarrierWaitResult, BrokenBarrier>;

/// What `waiters` threads are told, where `then` runs once all of them wait.
fn waited(
    barrier: &Barrier,
    waiters: usize,
    then: impl FnOnce(),
) -> Vec<Waited> {
    thread::scope(|scope| {
        let wait = || barrier.wait_timeout(LONG);
        let threads: Vec<_> = (0..waiters).map(|_| scope.spawn(wait)).collect();
        if waiters < barrier.parties() {
            until(|| barrier.n_waiting() == waiters);
        }
        then();
        let told = threads.into_iter().map(|thread| thread.join());
        told.map(|told| told.expect("no panic")).collect()
    })
}

fn until(mut reached: impl FnMut() -> bool) {
    let began = Instant::now();
    while !reached() {
        assert!(began.elapsed() < LONG);
        thread::yield_now();
    }
}

#[test]
fn n_arrive_and_n_pass_each_with_another_index() {
    let barrier = Barrier::new(5);
    let passed: Result<Vec<_>, _> =
        waited(&barrier, 5, || ()).into_iter().collect();
    let passed = passed.unwrap();
    let mut indices: Vec<_> = passed.iter().map(|p| p.index()).collect();
    indices.sort_unstable();
    assert_eq!(indices, [0, 1, 2, 3, 4]);
    let leaders = passed.iter().filter(|p| p.is_leader());
    assert_eq!(leaders.map(|p| p.index()).collect::<Vec<_>>(), [4]);
}

#[test]
fn nobody_passes_before_the_last_has_come() {
    let barrier = Barrier::new(3);
    let came = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                came.fetch_add(1, Relaxed);
                barrier.wait_timeout(LONG).unwrap();
                assert_eq!(came.load(Relaxed), 3);
            });
        }
    });
}

#[test]
fn the_action_runs_once_before_anybody_passes() {
    const ROUNDS: usize = 10;
    let runs = Arc::new(AtomicUsize::new(0));
    let count = runs.clone();
    let barrier = Barrier::with_action(3, move || {
        count.fetch_add(1, Relaxed);
    });
    let finished = Barrier::new(3);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for round in 1..=ROUNDS {
                    barrier.wait_timeout(LONG).unwrap();
                    assert_eq!(runs.load(Relaxed), round);
                    finished.wait_timeout(LONG).unwrap();
                }
            });
        }
    });
}

#[test]
fn used_again_at_once_without_lapping() {
    const ROUNDS: usize = 200;
    let barrier = Barrier::new(3);
    let rounds = [const { AtomicUsize::new(0) }; 3];
    thread::scope(|scope| {
        for mine in &rounds {
            scope.spawn(|| {
                for round in 1..=ROUNDS {
                    mine.store(round, Relaxed);
                    barrier.wait_timeout(LONG).unwrap();
                    for other in &rounds {
                        let other = other.load(Relaxed);
                        assert!(other == round || other == round + 1);
                    }
                }
            });
        }
    });
}

#[test]
fn a_thread_too_many_waits_for_the_next_meeting() {
    let barrier = Barrier::new(2);
    let passed = waited(&barrier, 4, || ());
    assert!(passed.iter().all(Result::is_ok));
    let leaders = passed.iter().filter(|p| p.unwrap().is_leader());
    assert_eq!(leaders.count(), 2);
}

#[test]
fn abort_breaks_all_waiters_and_later_ones() {
    let barrier = Barrier::new(3);
    let told = waited(&barrier, 2, || barrier.abort());
    assert_eq!(told, [Err(BrokenBarrier); 2]);
    assert!(barrier.is_broken());
    assert_eq!(barrier.n_waiting(), 0);
    assert_eq!(barrier.wait(), Err(BrokenBarrier));
}

#[test]
fn reset_breaks_the_waiters_then_works_again() {
    let barrier = Barrier::new(3);
    let told = waited(&barrier, 2, || barrier.reset());
    assert_eq!(told, [Err(BrokenBarrier); 2]);
    assert!(!barrier.is_broken());
    assert!(waited(&barrier, 3, || ()).iter().all(Result::is_ok));
}

#[test]
fn reset_mends_a_broken_barrier() {
    let barrier = Barrier::new(3);
    let told = waited(&barrier, 2, || {
        barrier.abort();
        barrier.reset();
    });
    assert_eq!(told, [Err(BrokenBarrier); 2]);
    assert!(!barrier.is_broken());
    assert!(waited(&barrier, 3, || ()).iter().all(Result::is_ok));
    barrier.abort();
    barrier.reset();
    assert!(waited(&barrier, 3, || ()).iter().all(Result::is_ok));
}

#[test]
fn reset_with_nobody_waiting_changes_nothing() {
    let barrier = Barrier::new(1);
    barrier.reset();
    assert!(barrier.wait().is_ok());
}

#[test]
fn a_timeout_breaks_it_for_all_not_before_its_time() {
    let barrier = Barrier::new(3);
    let told = waited(&barrier, 1, || {
        let began = Instant::now();
        assert_eq!(barrier.wait_timeout(SHORT), Err(BrokenBarrier));
        assert!(began.elapsed() >= SHORT);
    });
    assert_eq!(told, [Err(BrokenBarrier)]);
    assert!(barrier.is_broken());
    assert_eq!(barrier.wait(), Err(BrokenBarrier));
}

#[test]
fn a_timeout_during_the_action_comes_too_late_to_break_it() {
    let ran = Arc::new(AtomicUsize::new(0));
    let (runs, never) = (ran.clone(), Event::new());
    let barrier = Barrier::with_action(2, move || {
        runs.fetch_add(1, Relaxed);
        // Until the other's time is over.
        assert!(!never.wait_timeout(SHORT * 2));
    });
    // Again where the last came too late, and found it broken.
    until(|| {
        barrier.reset();
        let other = || barrier.wait_timeout(SHORT);
        let told = thread::scope(|scope| {
            let other = scope.spawn(other);
            until(|| barrier.n_waiting() == 1 || barrier.is_broken());
            let last = barrier.wait();
            [last, other.join().unwrap()]
        });
        let too_late = ran.load(Relaxed) == 0;
        assert!(too_late || told.iter().all(Result::is_ok));
        !too_late
    });
}

#[test]
fn a_panic_of_the_action_breaks_it_for_the_others() {
    let barrier = Barrier::with_action(2, || panic!("in the action"));
    let told = waited(&barrier, 1, || {
        let last = catch_unwind(AssertUnwindSafe(|| barrier.wait()));
        assert!(last.is_err(), "the panic reaches who called the action");
    });
    assert_eq!(told, [Err(BrokenBarrier)]);
    assert!(barrier.is_broken());
}

#[test]
fn one_party_passes_at_once() {
    let barrier = Barrier::new(1);
    for _ in 0..3 {
        let passed = barrier.wait_timeout(Duration::ZERO).unwrap();
        assert!(passed.is_leader());
        assert_eq!(passed.index(), 0);
    }
    assert_eq!(barrier.parties(), 1);
}

#[test]
#[should_panic(expected = "a barrier needs at least one party")]
fn no_party_panics() {
    let _ = Barrier::new(0);
}
