//! Many threads, many rounds, no assumption about who runs when.
//!
//! `WORKBENCH_STRESS_ROUNDS` says how many rounds; a few by default.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use workbench::coroutine::{Generator, Greenlet, green};
use workbench::sync::{
    Barrier, BoundedSemaphore, Condvar, Event, Lock, Mutex, ReentrantMutex,
    RwLock, Semaphore, Timer,
};
use workbench::thread;

const THREADS: u64 = 4;

/// How often to repeat what only goes wrong now and then.
pub(crate) fn rounds() -> u64 {
    let rounds = std::env::var("WORKBENCH_STRESS_ROUNDS");
    rounds.map_or(20, |rounds| rounds.parse().expect("a number of rounds"))
}

/// Runs `body` on a thread of its own, and panics instead of hanging: long
/// after it should have ended.
pub(crate) fn must_end<T: Send + 'static>(
    body: impl FnOnce() -> T + Send + 'static,
) -> T {
    let (ended, wait) = mpsc::channel();
    std::thread::spawn(move || ended.send(body()));
    let limit = Duration::from_secs(120 + 2 * rounds());
    match wait.recv_timeout(limit) {
        Ok(value) => value,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("hung"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("a thread failed"),
    }
}

/// Runs `work` on [`THREADS`] threads with the thread's number and a shared
/// value, and returns the value when all have ended. Fails if they hang.
fn contend<T: Send + Sync + 'static>(
    shared: T,
    work: impl Fn(&T, u64) + Send + Sync + 'static,
) -> T {
    must_end(move || {
        thread::scope(|scope| {
            let (shared, work) = (&shared, &work);
            for number in 0..THREADS {
                scope.spawn(move || work(shared, number));
            }
        });
        shared
    })
}

#[test]
fn mutex_counts_right_under_contention() {
    let count = contend(Mutex::new(0), |count, _| {
        for _ in 0..rounds() * 100 {
            *count.lock() += 1;
        }
    });
    assert_eq!(count.into_inner(), THREADS * rounds() * 100);
}

#[test]
fn reentrant_mutex_counts_right_at_any_depth() {
    let count = contend(ReentrantMutex::new(Cell::new(0)), |count, number| {
        for round in 0..rounds() * 100 {
            let outer = count.lock();
            if (round + number) % 3 == 0 {
                let inner = count.lock();
                drop(outer);
                inner.set(inner.get() + 1);
            } else {
                outer.set(outer.get() + 1);
            }
        }
    });
    assert_eq!(count.into_inner().into_inner(), THREADS * rounds() * 100);
}

#[test]
fn rwlock_readers_never_see_half_a_write() {
    let pair = contend(RwLock::new((0, 0)), |pair, number| {
        for _ in 0..rounds() * 100 {
            if number == 0 {
                let mut pair = pair.write();
                pair.0 += 1;
                pair.1 += 1;
            } else {
                let pair = pair.read();
                assert_eq!(pair.0, pair.1);
            }
        }
    });
    let writes = rounds() * 100;
    assert_eq!(pair.into_inner(), (writes, writes));
}

#[test]
fn condvar_wakes_whoever_has_its_turn() {
    let shared = (Mutex::new(0), Condvar::new());
    let (turn, _) = contend(shared, |(turn, changed), number| {
        for _ in 0..rounds() * 10 {
            let mut turn = turn.lock();
            changed.wait_while(&mut turn, |turn| *turn % THREADS != number);
            *turn += 1;
            changed.notify_all();
        }
    });
    assert_eq!(turn.into_inner(), THREADS * rounds() * 10);
}

/// Two threads hand over to each other; others wait for the same events and
/// must lose no set that came while they waited.
#[test]
fn event_never_loses_a_set() {
    let events = (Event::new(), Event::new(), Event::new());
    contend(events, |(ping, pong, end), number| match number {
        0 => {
            for _ in 0..rounds() * 10 {
                ping.set();
                pong.wait();
                pong.clear();
            }
            end.set();
        }
        1 => {
            for _ in 0..rounds() * 10 {
                ping.wait();
                ping.clear();
                pong.set();
            }
        }
        _ => end.wait(),
    });
}

#[test]
fn semaphore_never_lets_too_many_in_and_loses_no_permit() {
    let shared = (Semaphore::new(2), AtomicI64::new(0));
    let (seats, _) = contend(shared, |(seats, inside), number| {
        for round in 0..rounds() * 20 {
            if number == 0 && round % 2 == 0 {
                // A timeout that races with releases.
                if !seats.acquire_timeout(Duration::from_micros(round % 50)) {
                    continue;
                }
            } else {
                seats.acquire();
            }
            assert!(inside.fetch_add(1, Relaxed) < 2);
            inside.fetch_sub(1, Relaxed);
            seats.release();
        }
    });
    assert_eq!(seats.available(), 2);
}

#[test]
fn bounded_semaphore_ends_as_it_began() {
    let seats = contend(BoundedSemaphore::new(1), |seats, _| {
        for _ in 0..rounds() * 20 {
            seats.acquire();
            seats.release().unwrap();
        }
    });
    assert_eq!(seats.available(), 1);
    assert!(seats.release().is_err());
}

#[test]
fn lock_counts_right_under_contention() {
    let shared = (Lock::new(), AtomicU64::new(0));
    let (lock, count) = contend(shared, |(lock, count), _| {
        for _ in 0..rounds() * 20 {
            lock.acquire();
            // Two steps, which only the lock makes one.
            count.store(count.load(Relaxed) + 1, Relaxed);
            lock.release().unwrap();
        }
    });
    assert!(!lock.locked());
    assert_eq!(count.into_inner(), THREADS * rounds() * 20);
}

#[test]
fn barrier_keeps_all_in_the_same_round() {
    let arrived = Arc::new(AtomicU64::new(0));
    let seen = arrived.clone();
    let barrier = Barrier::with_action(THREADS as usize, move || {
        assert_eq!(seen.swap(0, Relaxed), THREADS);
    });
    contend(barrier, move |barrier, _| {
        for _ in 0..rounds() * 10 {
            arrived.fetch_add(1, Relaxed);
            barrier.wait().unwrap();
        }
    });
}

/// One thread resets, others meet as they can; at the end all agree.
#[test]
fn barrier_survives_resets_and_timeouts() {
    let barrier = contend(Barrier::new(2), |barrier, number| {
        for round in 0..rounds() * 10 {
            if number == 0 {
                barrier.reset();
                thread::yield_now();
            } else {
                let timeout = Duration::from_micros(round % 100);
                let _ = barrier.wait_timeout(timeout);
            }
        }
    });
    barrier.reset();
    assert!(!barrier.is_broken());
    assert_eq!(barrier.n_waiting(), 0);
    let barrier = contend(barrier, |barrier, _| {
        barrier.wait().unwrap();
    });
    assert_eq!(barrier.n_waiting(), 0);
}

#[test]
fn timer_is_called_or_cancelled_never_both() {
    contend((), |(), _| {
        for round in 0..rounds() {
            let calls = Arc::new(AtomicU64::new(0));
            let count = calls.clone();
            let interval = Duration::from_micros(round % 100);
            let mut timer = Timer::new(interval, move || {
                count.fetch_add(1, Relaxed);
            });
            timer.start();
            let cancelled = timer.cancel();
            timer.join().unwrap();
            assert_eq!(calls.load(Relaxed), u64::from(!cancelled));
        }
    });
}

#[test]
fn generators_give_every_value_and_clean_up_half_way() {
    let cleaned = contend(AtomicU64::new(0), |cleaned, _| {
        struct CountsItsDrop<'a>(&'a AtomicU64);
        impl Drop for CountsItsDrop<'_> {
            fn drop(&mut self) {
                self.0.fetch_add(1, Relaxed);
            }
        }
        for round in 0..rounds() * 20 {
            let own = Rc::new(AtomicU64::new(0));
            let inside = own.clone();
            let mut numbers: Generator<u64> = Generator::new(move |y| {
                let _counts = CountsItsDrop(&inside);
                for n in 0.. {
                    y.yield_(n);
                }
            });
            assert!(numbers.by_ref().take(3).eq(0..3));
            if round % 2 == 0 {
                numbers.close();
            }
            drop(numbers);
            cleaned.fetch_add(own.load(Relaxed), Relaxed);
        }
    });
    assert_eq!(cleaned.into_inner(), THREADS * rounds() * 20);
}

#[test]
fn greenlets_come_back_with_what_they_were_given() {
    contend((), |(), number| {
        for round in 0..rounds() * 20 {
            let echo = Greenlet::new(|mut value: u64| {
                let main = Greenlet::current().parent().unwrap();
                for _ in 0..3 {
                    value = main.switch(value + 1);
                }
                value
            });
            let first = round + number;
            let last = (0..4).fold(first, |value, _| echo.switch(value));
            assert_eq!(last, first + 3);
            assert!(echo.is_dead());
        }
    });
}

#[test]
fn green_tasks_all_end_whatever_they_wait_for() {
    contend((), |(), _| {
        for round in 0..rounds() {
            let tasks = (0..10).map(|n| {
                green::spawn(move || {
                    for _ in 0..n {
                        green::yield_now();
                    }
                    green::sleep(Duration::from_micros((round + n) % 50));
                    n
                })
            });
            let tasks: Vec<_> = tasks.collect();
            let left = green::join_all(tasks).into_iter().map(Result::unwrap);
            assert!(left.eq(0..10));
        }
    });
}
