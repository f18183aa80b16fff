//! Programs that are the same every time.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize as Counter, Ordering::SeqCst};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use workbench::queue::{LifoQueue, PriorityQueue, Queue, Shutdown};
use workbench::sync::{
    Barrier, Condvar, Event, Lock, Mutex, ReentrantMutex, RwLock, Semaphore,
};
use workbench::thread;

use super::{Program, so_many_times};

/// Everything that the library has, in programs of two or three threads.
pub(super) fn battery() -> Vec<(&'static str, Program)> {
    let mut all: Vec<(&'static str, Program)> = vec![
        ("atomic", Box::new(|| so_many_times(|| 2))),
        ("alone", Box::new(|| drop(Mutex::new(()).lock()))),
        ("nothing", Box::new(|| {})),
        (
            "map of one order",
            Box::new(|| {
                let locks: BTreeMap<u32, Mutex<()>> =
                    (0..4).map(|it| (it, Mutex::new(()))).collect();
                thread::scope(|scope| {
                    scope.spawn(|| {
                        locks.values().for_each(|it| drop(it.lock()));
                    });
                    locks.values().for_each(|it| drop(it.lock()));
                });
            }),
        ),
        (
            "lower address first",
            Box::new(|| {
                let locks = [Box::new(Mutex::new(0)), Box::new(Mutex::new(0))];
                let mut order = [0, 1];
                order.sort_by_key(|it| std::ptr::from_ref(&*locks[*it]).addr());
                thread::scope(|scope| {
                    let both = || {
                        let _first = locks[order[0]].lock();
                        let _second = locks[order[1]].lock();
                    };
                    scope.spawn(both);
                    both();
                });
            }),
        ),
    ];
    all.extend(untold());
    all.extend(waits());
    all.extend(queues());
    all.extend(threads());
    all
}

/// Those that ask for what is not the same every time, and go by it in
/// nothing that another thread could see.
fn untold() -> Vec<(&'static str, Program)> {
    let (once, runs) = (OnceLock::new(), Counter::new(0));
    thread_local! {
        static TIMES: Cell<usize> = const { Cell::new(0) };
    }
    vec![
        (
            "made once in all",
            Box::new(move || {
                let lengths: &Vec<usize> =
                    once.get_or_init(|| (0..1_000).rev().collect());
                so_many_times(|| lengths[998]);
            }),
        ),
        (
            "looks into a map",
            Box::new(|| {
                let map: HashMap<u32, usize> = (0..40).zip(0..).collect();
                so_many_times(|| map[&2]);
            }),
        ),
        (
            "thread-local that is set",
            Box::new(|| {
                TIMES.set(0);
                so_many_times(|| TIMES.replace(5) + 1);
            }),
        ),
        (
            "counts and looks at the clock",
            Box::new(move || {
                let begun = Instant::now();
                so_many_times(|| 1);
                runs.fetch_add(1, SeqCst);
                assert!(begun.elapsed() < Duration::from_secs(3600));
            }),
        ),
        (
            "a real thread that is waited for",
            Box::new(|| {
                let real = std::thread::spawn(|| 2);
                let times = real.join().unwrap();
                so_many_times(|| times);
            }),
        ),
    ]
}

fn waits() -> Vec<(&'static str, Program)> {
    vec![
        (
            "condition",
            Box::new(|| {
                let (ready, changed) = (Mutex::new(0), Condvar::new());
                thread::scope(|scope| {
                    for _ in 0..2 {
                        scope.spawn(|| {
                            *ready.lock() += 1;
                            changed.notify_one();
                        });
                    }
                    changed.wait_while(&mut ready.lock(), |it| *it < 2);
                });
            }),
        ),
        (
            "timeouts",
            Box::new(|| {
                let (lock, event) = (Mutex::new(0), Event::new());
                let (semaphore, little) =
                    (Semaphore::new(1), Duration::from_secs(1));
                thread::scope(|scope| {
                    scope.spawn(|| {
                        let _held = lock.lock();
                        let _ = event.wait_timeout(little);
                        if semaphore.acquire_timeout(little) {
                            semaphore.release();
                        }
                    });
                    drop(lock.lock_timeout(little));
                    thread::sleep(little);
                    event.set();
                });
            }),
        ),
        (
            "readers and writers",
            Box::new(|| {
                let value = RwLock::new(0);
                thread::scope(|scope| {
                    scope.spawn(|| *value.write() += 1);
                    scope.spawn(|| drop(value.read()));
                    drop(value.try_read());
                });
            }),
        ),
        (
            "barrier and lock",
            Box::new(|| {
                let (barrier, lock) = (Barrier::new(2), Lock::new());
                thread::scope(|scope| {
                    scope.spawn(|| {
                        lock.acquire();
                        barrier.wait().unwrap();
                    });
                    barrier.wait().unwrap();
                    lock.release().unwrap();
                });
            }),
        ),
        (
            "reentrant",
            Box::new(|| {
                let lock = ReentrantMutex::new(());
                thread::scope(|scope| {
                    scope.spawn(|| {
                        let _outer = lock.lock();
                        drop(lock.lock());
                    });
                    drop(lock.try_lock());
                });
            }),
        ),
    ]
}

fn queues() -> Vec<(&'static str, Program)> {
    vec![
        (
            "queue",
            Box::new(|| {
                let queue = Arc::new(Queue::new(1));
                let other = thread::spawn({
                    let queue = queue.clone();
                    move || {
                        while let Ok(it) = queue.get() {
                            assert!(it < 2);
                            queue.task_done().unwrap();
                        }
                    }
                });
                (0..2).for_each(|it| queue.put(it).unwrap());
                queue.join();
                queue.shutdown(Shutdown::Drain);
                other.join().unwrap();
            }),
        ),
        (
            "two more",
            Box::new(|| {
                let (last, least) = (LifoQueue::new(2), PriorityQueue::new(2));
                thread::scope(|scope| {
                    scope.spawn(|| {
                        last.put(1).unwrap();
                        least.put(1).unwrap();
                    });
                    last.put(2).unwrap();
                    let _ = least.get_timeout(Duration::from_secs(1));
                    last.get().unwrap();
                });
            }),
        ),
    ]
}

fn threads() -> Vec<(&'static str, Program)> {
    vec![
        (
            "is it alive",
            Box::new(|| {
                let other = thread::spawn(thread::yield_now);
                let alive = other.thread().is_alive();
                let many = thread::active_count();
                assert!(alive || many == 1);
                other.join().unwrap();
            }),
        ),
        (
            "park and daemon",
            Box::new(|| {
                let main = thread::current();
                let other =
                    thread::Builder::new().daemon(true).spawn(move || {
                        main.unpark();
                        thread::park();
                    });
                thread::park();
                drop(other);
            }),
        ),
        (
            "scopes in threads",
            Box::new(|| {
                let lock = Arc::new(Mutex::new(0));
                let other = thread::spawn({
                    let lock = lock.clone();
                    move || {
                        thread::scope(|scope| {
                            scope.spawn(|| *lock.lock() += 1);
                            *lock.lock() += 1;
                        })
                    }
                });
                *lock.lock() += 1;
                let _ = other.join_timeout(Duration::from_secs(1));
            }),
        ),
        (
            "fails",
            Box::new(|| {
                let lock = Arc::new(Mutex::new(0));
                let other = thread::spawn({
                    let lock = lock.clone();
                    move || assert_eq!(*lock.lock(), 0)
                });
                *lock.lock() += 1;
                other.join().unwrap();
            }),
        ),
    ]
}
