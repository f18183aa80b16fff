//! An execution may be over before its threads are: then they are unwound,
//! and what their destructors do must neither hang nor end the process.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use workbench::explore::{Explorer, FailureKind, Report, Strategy, Verdict};
use workbench::queue::Queue;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
use workbench::sync::{Event, Mutex};
use workbench::thread::{self, JoinHandle};

use crate::again::{again, given, name_of};

/// Does something when it is dropped.
struct AtLast<F: FnMut()>(F);

impl<F: FnMut()> Drop for AtLast<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Nobody can go on: the main thread waits for itself.
fn deadlock() {
    let lock = Mutex::new(()).named("own");
    let _held = lock.lock();
    drop(lock.lock());
}

fn kind(report: &Report) -> FailureKind {
    report.failure().unwrap_or_else(|| panic!("{}", report.render())).kind()
}

/// In a way that cuts short whatever leads to nothing new.
fn explored(program: impl Fn() + Send + Sync + 'static) -> Report {
    Explorer::new().strategy(Strategy::BestFirst).run(program)
}

#[test]
fn one_that_locks_what_an_older_thread_has_waits_for_that_to_unwind() {
    let unlocked = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let seen = unlocked.clone();
    let report = explored(move || {
        let lock = Arc::new(Mutex::new(()));
        let held = lock.lock();
        let unlocked = unlocked.clone();
        let other = thread::spawn({
            let lock = lock.clone();
            move || {
                let _at_last = AtLast(|| {
                    drop(lock.lock());
                    unlocked.fetch_add(1, SeqCst);
                });
                deadlock();
            }
        });
        thread::yield_now();
        let _ = other.join();
        drop(held);
    });
    assert_eq!(kind(&report), FailureKind::Deadlock);
    // The destructor has run to its end in every execution, and once more
    // for the trace.
    assert_eq!(u64::from(seen.load(SeqCst)), report.executions() + 1);
}

#[test]
fn one_that_joins_puts_and_gets_does_not_wait_for_ever() {
    struct Pool {
        jobs: Arc<Queue<u32>>,
        workers: Vec<JoinHandle<()>>,
    }
    impl Drop for Pool {
        fn drop(&mut self) {
            for _ in &self.workers {
                self.jobs.put(0).unwrap();
            }
            for worker in self.workers.drain(..) {
                let _ = worker.join();
            }
        }
    }
    for fails in [false, true] {
        let report = explored(move || {
            let jobs = Arc::new(Queue::new(2));
            let work = |jobs: Arc<Queue<u32>>| {
                move || while jobs.get().unwrap() != 0 {}
            };
            let workers =
                (0..2).map(|_| thread::spawn(work(jobs.clone()))).collect();
            let pool = Pool { jobs, workers };
            pool.jobs.put(1).unwrap();
            if fails {
                deadlock();
            }
        });
        match fails {
            true => assert_eq!(kind(&report), FailureKind::Deadlock),
            false => assert_eq!(report.verdict(), Verdict::Proved),
        }
    }
}

#[test]
fn one_that_waits_in_vain_is_given_up_and_the_program_still_proved() {
    let program = || {
        let (lock, done) = (Arc::new(Mutex::new(0)), Arc::new(Event::new()));
        let others: Vec<_> = (0..2)
            .map(|_| {
                let (lock, done) = (lock.clone(), done.clone());
                thread::spawn(move || {
                    *lock.lock() += 1;
                    *lock.lock() += 1;
                    done.set();
                })
            })
            .collect();
        // Nobody sets it when the execution is cut short.
        let _at_last = AtLast(|| done.wait());
        others.into_iter().for_each(|it| it.join().unwrap());
        assert_eq!(*lock.lock(), 4);
    };
    for strategy in [Strategy::BestFirst, Strategy::Dpor, Strategy::Dfs] {
        let report = Explorer::new().strategy(strategy).run(program);
        let all = report.render();
        assert_eq!(report.verdict(), Verdict::Proved, "{strategy:?}: {all}");
    }
}

#[test]
fn a_panic_whose_destructor_waits_is_told_with_both_places() {
    for comes in [true, false] {
        let report = Explorer::new().run(move || {
            let lock = Arc::new(Mutex::new(()).named("lock"));
            let never = Event::new().named("never");
            let other = thread::spawn({
                let lock = lock.clone();
                move || {
                    let _held = lock.lock();
                    thread::yield_now();
                }
            });
            let _at_last = AtLast(|| match comes {
                true => drop(lock.lock()),
                false => never.wait(),
            });
            if lock.try_lock().is_none() {
                panic!("it is taken");
            }
            other.join().unwrap();
            never.set();
        });
        let all = report.render();
        let failure = report.failure().unwrap();
        assert_eq!(failure.kind(), FailureKind::Panic, "{all}");
        let message = failure.message();
        assert!(message.contains("it is taken"), "{message}");
        let what = if comes { "lock.lock" } else { "never.wait" };
        assert!(message.contains(what), "{message}");
        assert!(message.contains("destructors.rs:"), "{message}");
        assert!(failure.place().unwrap().file.ends_with("destructors.rs"));
    }
}

#[test]
fn what_a_thread_owns_that_never_began_is_dropped_as_its_own() {
    let report = explored(|| {
        let lock = Arc::new(Mutex::new(()));
        let held = lock.lock();
        let at_last = AtLast({
            let lock = lock.clone();
            move || drop(lock.lock())
        });
        let _other = thread::spawn(move || drop(at_last));
        // Before the other comes to do anything.
        if held.eq(&()) {
            panic!("too early");
        }
    });
    assert_eq!(kind(&report), FailureKind::Panic);
}

#[test]
fn a_thread_that_catches_what_it_is_unwound_with_is_given_up() {
    let report = explored(|| {
        let lock = Arc::new(Mutex::new(()));
        let _held = lock.lock();
        let other = thread::spawn({
            let lock = lock.clone();
            move || {
                let try_again = || drop(lock.lock());
                while catch_unwind(AssertUnwindSafe(try_again)).is_err() {}
            }
        });
        let _ = other.join();
    });
    assert_eq!(kind(&report), FailureKind::Deadlock, "{}", report.render());
}

/// In a process of its own: the output of this one is not to say that it is
/// aborted.
#[test]
fn a_destructor_that_panics_when_it_is_cut_short_proves_nothing() {
    if given().is_none() {
        let name = name_of!(
            a_destructor_that_panics_when_it_is_cut_short_proves_nothing
        );
        let output = again(name, "once");
        assert!(output.status.success(), "{output:?}");
        return;
    }
    let program = || {
        let lock = Arc::new(Mutex::new(0));
        let others: Vec<_> = (0..2)
            .map(|_| {
                let lock = lock.clone();
                thread::spawn(move || {
                    *lock.lock() += 1;
                    *lock.lock() += 1;
                })
            })
            .collect();
        let mut joined = 0;
        let bomb = AtLast(|| panic!("it was not defused"));
        for other in others {
            other.join().unwrap();
            joined += 1;
        }
        assert_eq!(joined, 2);
        let _defused = std::mem::ManuallyDrop::new(bomb);
    };
    for strategy in [Strategy::BestFirst, Strategy::Dpor] {
        let report = Explorer::new().strategy(strategy).run(program);
        let all = report.render();
        assert_eq!(report.verdict(), Verdict::Proved, "{strategy:?}: {all}");
    }
}

#[test]
fn a_panic_whose_destructor_panics_is_told_with_both_messages() {
    if given().is_none() {
        let name = name_of!(
            a_panic_whose_destructor_panics_is_told_with_both_messages
        );
        let output = again(name, "once");
        assert!(output.status.success(), "{output:?}");
        return;
    }
    let report = Explorer::new().run(|| {
        let count = Arc::new(AtomicU32::new(0));
        let other = thread::spawn({
            let count = count.clone();
            move || {
                let _at_last = AtLast(|| panic!("the second"));
                assert_eq!(count.load(SeqCst), 0, "the first");
            }
        });
        count.store(1, SeqCst);
        let _ = other.join();
    });
    let failure = report.failure().unwrap();
    assert_eq!(failure.kind(), FailureKind::Panic);
    let message = failure.message();
    assert!(message.starts_with("Thread-1 panicked: "), "{message}");
    assert!(message.contains("the first"), "{message}");
    assert!(message.contains("the second"), "{message}");
    let report = Explorer::new().run(deadlock);
    assert_eq!(kind(&report), FailureKind::Deadlock);
}
