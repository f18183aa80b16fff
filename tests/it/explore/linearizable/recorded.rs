//! What the library's own primitives do on OS threads has an order.

use std::sync::Barrier;
use std::time::Duration;

use workbench::explore::spec::queue::{Op, Ret::Got};
use workbench::explore::spec::{
    self, counter, event, lock, register, semaphore,
};
use workbench::explore::{History, Spec, linearizable};
use workbench::queue::textbook::Queue as TextbookQueue;
use workbench::queue::{LifoQueue, PriorityQueue, Queue, Shutdown};
use workbench::sync::atomic::{AtomicI64, AtomicU64, Ordering::SeqCst};
use workbench::sync::{
    BoundedSemaphore, Event, Lock, Mutex, RwLock, Semaphore,
};
use workbench::thread;

use super::dice::Dice;
use crate::stress::{must_end, rounds};

/// What one thread does with an object, and has recorded.
struct Part<'a, T, Op, Ret> {
    object: &'a T,
    history: &'a History<Op, Ret>,
    /// The thread's number.
    number: usize,
    dice: Dice,
}

impl<T, Op, Ret: Clone> Part<'_, T, Op, Ret> {
    /// A call, after letting others in now and then: on one core, threads
    /// would else run one after the other.
    fn call<R: Into<Ret>>(&mut self, op: Op, f: impl FnOnce(&T) -> R) -> Ret {
        for _ in 0..self.dice.roll(3) {
            std::thread::yield_now();
        }
        self.history.call(op, || f(self.object))
    }
}

/// Judges what so many threads do with an object, in many rounds with a new
/// object each.
fn judge<S, T>(
    threads: usize,
    spec: S,
    object: impl Fn() -> T + Send + 'static,
    work: impl Fn(Part<'_, T, S::Op, S::Ret>) + Send + Sync + 'static,
) where
    S: Spec<Op: Send, Ret: Send> + Send + 'static,
    T: Sync + 'static,
{
    must_end(move || {
        for round in 0..rounds() {
            let (history, object) = (&History::new(), &object());
            let (start, work) = (&Barrier::new(threads), &work);
            thread::scope(|scope| {
                for number in 0..threads {
                    let dice = Dice(round << 8 | number as u64);
                    scope.spawn(move || {
                        start.wait();
                        work(Part { object, history, number, dice });
                    });
                }
            });
            linearizable(history, &spec).unwrap();
        }
    });
}

/// One battery for every type of queue, with the spec of its order.
macro_rules! queues {
    ($($name:ident: $queue:ident, $spec:ident;)*) => {$(
        mod $name {
            use super::*;

            #[test]
            fn tries_have_an_order() {
                for capacity in [0, 1, 2, 3] {
                    let spec = spec::$spec::new(capacity);
                    let queue = move || $queue::new(capacity);
                    judge(3, spec, queue, |mut part| {
                        for n in 0..8 {
                            let item = 100 * part.number + n;
                            match part.dice.roll(5) {
                                0 | 1 => part.call(Op::TryPut(item), |it| {
                                    it.try_put(item)
                                }),
                                2 | 3 => part.call(Op::TryGet, |it| {
                                    it.try_get().map(Got)
                                }),
                                _ => part.call(Op::Len, $queue::len),
                            };
                        }
                    });
                }
            }

            #[test]
            fn waits_have_an_order() {
                for capacity in [1, 2] {
                    let spec = spec::$spec::new(capacity);
                    let queue = move || $queue::new(capacity);
                    judge(4, spec, queue, |mut part| {
                        for n in 0..10 {
                            let item = 100 * part.number + n;
                            if part.number % 2 == 0 {
                                part.call(Op::Put(item), |it| it.put(item));
                            } else {
                                part.call(Op::Get, |it| it.get().map(Got));
                            }
                        }
                    });
                }
            }

            #[test]
            fn shutdown_comes_at_one_moment() {
                for how in [Shutdown::Drain, Shutdown::Immediate] {
                    let spec = spec::$spec::new(2);
                    judge(4, spec, || $queue::new(2), move |mut part| {
                        for n in 0..4 {
                            let item = 100 * part.number + n;
                            match part.number {
                                0 if n == 2 => {
                                    part.call(Op::Shutdown(how), |it| {
                                        it.shutdown(how)
                                    });
                                }
                                0 => {}
                                1 => {
                                    part.call(Op::Put(item), |it| it.put(item));
                                }
                                _ => {
                                    part.call(Op::Get, |it| it.get().map(Got));
                                }
                            }
                        }
                    });
                }
            }
        }
    )*};
}

queues! {
    queue: Queue, Fifo;
    textbook_queue: TextbookQueue, Fifo;
    lifo_queue: LifoQueue, Lifo;
    priority_queue: PriorityQueue, Priority;
}

/// More than could ever be judged if it went by the number of calls.
#[test]
fn thousand_calls_of_four_threads_are_judged() {
    const EACH: usize = 250;
    for capacity in [0, 8] {
        let spec = spec::Fifo::new(capacity);
        let queue = move || Queue::new(capacity);
        judge(4, spec, queue, |mut part| {
            for n in 0..EACH {
                let item = EACH * part.number + n;
                if part.number % 2 == 0 {
                    part.call(Op::Put(item), |it| it.put(item));
                } else {
                    part.call(Op::Get, |it| it.get().map(Got));
                }
            }
        });
    }
}

#[test]
fn event_has_an_order() {
    use event::Op::*;
    judge(3, spec::Event, Event::new, |mut part| {
        for _ in 0..10 {
            match part.dice.roll(5) {
                0 => part.call(Set, Event::set),
                1 => part.call(Clear, Event::clear),
                2 => part.call(IsSet, Event::is_set),
                _ => {
                    let time = Duration::from_micros(20);
                    part.call(WaitTimeout, |it| it.wait_timeout(time))
                }
            };
        }
    });
}

#[test]
fn event_lets_pass_who_waits_although_it_is_cleared() {
    use event::Op::*;
    // Waiters have no end but this: the last call of all is a set.
    judge(3, spec::Event, Event::new, |mut part| match part.number {
        0 => {
            for _ in 0..10 {
                part.call(Set, Event::set);
                part.call(Clear, Event::clear);
            }
            part.call(Set, Event::set);
        }
        _ => {
            for _ in 0..5 {
                part.call(Wait, Event::wait);
            }
        }
    });
}

#[test]
fn semaphore_has_an_order() {
    use semaphore::Op::*;
    let (spec, semaphore) = (spec::Semaphore::new(2), || Semaphore::new(2));
    judge(4, spec, semaphore, |mut part| {
        for _ in 0..6 {
            match part.dice.roll(3) {
                0 => {
                    part.call(Acquire, Semaphore::acquire);
                    part.call(Release, Semaphore::release);
                }
                1 => {
                    let took = part.call(TryAcquire, Semaphore::try_acquire);
                    if took == semaphore::Ret::Done {
                        part.call(ReleaseMany(1), |it| it.release_many(1));
                    }
                }
                _ => {
                    part.call(Available, Semaphore::available);
                }
            }
        }
    });
}

#[test]
fn bounded_semaphore_has_an_order() {
    use semaphore::Op::*;
    let spec = spec::Semaphore::bounded(2);
    judge(
        3,
        spec,
        || BoundedSemaphore::new(2),
        |mut part| {
            for _ in 0..10 {
                match part.dice.roll(2) {
                    0 => part.call(TryAcquire, BoundedSemaphore::try_acquire),
                    // One too many, as often as not.
                    _ => part.call(Release, BoundedSemaphore::release),
                };
            }
        },
    );
}

#[test]
fn mutex_is_held_by_one_at_a_time() {
    use lock::Op::*;
    judge(
        3,
        spec::Lock,
        || Mutex::new(()),
        |mut part| {
            let mutex = part.object;
            for _ in 0..8 {
                let mut guard = None;
                if part.dice.roll(2) == 0 {
                    part.call(Acquire, |_| guard = Some(mutex.lock()));
                } else {
                    part.call(TryAcquire, |_| {
                        guard = mutex.try_lock();
                        guard.is_some()
                    });
                }
                if let Some(guard) = guard {
                    part.call(Release, |_| drop(guard));
                }
            }
        },
    );
}

#[test]
fn lock_has_an_order() {
    use lock::Op::*;
    judge(3, spec::Lock, Lock::new, |mut part| {
        for _ in 0..10 {
            match part.dice.roll(2) {
                0 => part.call(TryAcquire, Lock::try_acquire),
                _ => part.call(Release, Lock::release),
            };
        }
    });
}

#[test]
fn counter_behind_a_mutex_has_an_order() {
    use counter::Op::*;
    judge(
        3,
        spec::Counter,
        || Mutex::new(0_i64),
        |mut part| {
            for _ in 0..10 {
                match part.dice.roll(3) {
                    0 => part.call(Add(1), |it| *it.lock() += 1),
                    1 => part.call(FetchAdd(2), |it| {
                        let mut count = it.lock();
                        *count += 2;
                        *count - 2
                    }),
                    _ => part.call(Get, |it| *it.lock()),
                };
            }
        },
    );
}

#[test]
fn atomic_counter_has_an_order() {
    use counter::Op::*;
    judge(
        3,
        spec::Counter,
        || AtomicI64::new(0),
        |mut part| {
            for _ in 0..10 {
                match part.dice.roll(2) {
                    0 => part.call(FetchAdd(1), |it| it.fetch_add(1, SeqCst)),
                    _ => part.call(Get, |it| it.load(SeqCst)),
                };
            }
        },
    );
}

#[test]
fn atomic_variable_has_an_order() {
    use register::Op::*;
    use register::Ret::Value;
    judge(
        3,
        spec::Register(0),
        || AtomicU64::new(0),
        |mut part| {
            for _ in 0..10 {
                let (old, new) =
                    (part.dice.roll(3) as u64, part.dice.roll(3) as u64);
                match part.dice.roll(4) {
                    0 => part.call(Read, |it| Value(it.load(SeqCst))),
                    1 => part.call(Write(new), |it| it.store(new, SeqCst)),
                    2 => part.call(Swap(new), |it| Value(it.swap(new, SeqCst))),
                    _ => part.call(CompareExchange(old, new), |it| {
                        it.compare_exchange(old, new, SeqCst, SeqCst)
                    }),
                };
            }
        },
    );
}

#[test]
fn variable_behind_a_rwlock_has_an_order() {
    use register::Op::*;
    use register::Ret::Value;
    judge(
        4,
        spec::Register(0),
        || RwLock::new(0),
        |mut part| {
            for _ in 0..10 {
                let new = part.dice.roll(100);
                match part.dice.roll(3) {
                    0 => part.call(Write(new), |it| *it.write() = new),
                    _ => part.call(Read, |it| Value(*it.read())),
                };
            }
        },
    );
}
