//! What a random program runs in, and what can be said of it afterwards.

use workbench::queue::Queue;
use workbench::sync::atomic::{AtomicI64, Ordering::SeqCst};
use workbench::sync::{Condvar, Event, Mutex, MutexGuard, Semaphore};
use workbench::thread::{self, Builder};

use super::program::{Op, Program};

/// All that an execution leaves behind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Outcome {
    /// What each thread was told by its operations, in order.
    pub(super) told: Vec<Vec<i64>>,
    pub(super) variables: [i64; 2],
    pub(super) locked: [i64; 2],
    pub(super) permits: usize,
    pub(super) set: bool,
    pub(super) queued: Option<i64>,
}

struct World {
    variables: [AtomicI64; 2],
    locks: [Mutex<i64>; 2],
    condvars: [Condvar; 2],
    semaphore: Semaphore,
    event: Event,
    queue: Queue<i64>,
}

/// What an operation returns.
enum Answer<'a> {
    /// 0 for nothing.
    Told(i64),
    Locked(MutexGuard<'a, i64>),
}

/// Locks that a thread holds.
type Held<'a> = [Option<MutexGuard<'a, i64>>; 2];

/// Executes the program once.
pub(super) fn run(program: &Program) -> Outcome {
    let world = World::new();
    let told = thread::scope(|scope| {
        let world = &world;
        let start = |(n, ops): (usize, &Vec<Op>)| {
            let ops = ops.clone();
            let body = move || {
                let mut told = vec![];
                world.run(&ops, &mut [None, None], &mut told);
                told
            };
            let thread = Builder::new().name(format!("thread-{}", n + 1));
            thread.spawn_scoped(scope, body).unwrap()
        };
        let threads = program.threads.iter().enumerate().map(start);
        let threads: Vec<_> = threads.collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    world.outcome(told)
}

impl World {
    fn new() -> Self {
        let variable = |n| AtomicI64::new(0).named(format!("variable-{n}"));
        let lock = |n| Mutex::new(0).named(format!("lock-{n}"));
        let condvar = |n| Condvar::new().named(format!("condvar-{n}"));
        Self {
            variables: [variable(0), variable(1)],
            locks: [lock(0), lock(1)],
            condvars: [condvar(0), condvar(1)],
            semaphore: Semaphore::new(1).named("semaphore"),
            event: Event::new().named("event"),
            queue: Queue::new(1).named("queue"),
        }
    }

    fn run<'a>(&'a self, ops: &[Op], held: &mut Held<'a>, told: &mut Vec<i64>) {
        for op in ops {
            match op {
                Op::Write(lock, value) => {
                    if let Some(guard) = &mut held[*lock] {
                        **guard = *value;
                    }
                }
                Op::WaitIf(lock, value) => {
                    if let Some(guard) = &mut held[*lock]
                        && **guard == *value
                    {
                        self.condvars[*lock].wait(guard);
                        told.push(**guard);
                    }
                }
                Op::Lock(lock, inside) | Op::TryLock(lock, inside) => {
                    match self.at_its_line(told.len(), op) {
                        Answer::Locked(guard) => {
                            told.push(*guard);
                            held[*lock] = Some(guard);
                            self.run(inside, held, told);
                            held[*lock] = None;
                        }
                        Answer::Told(answer) => told.push(answer),
                    }
                }
                simple => match self.at_its_line(told.len(), simple) {
                    Answer::Told(answer) => told.push(answer),
                    Answer::Locked(_) => unreachable!("no lock is asked for"),
                },
            }
        }
    }

    /// Does the same on several lines, one for each place in a thread, as in
    /// a program that is written down: the explorer takes a thread that comes
    /// back to a line for one that goes round.
    fn at_its_line(&self, line: usize, op: &Op) -> Answer<'_> {
        match line {
            0 => self.step(op),
            1 => self.step(op),
            2 => self.step(op),
            3 => self.step(op),
            4 => self.step(op),
            5 => self.step(op),
            6 => self.step(op),
            7 => self.step(op),
            _ => unreachable!("four operations, each told of twice at most"),
        }
    }

    #[track_caller]
    fn step(&self, op: &Op) -> Answer<'_> {
        let told = match *op {
            Op::Lock(lock, _) => {
                return Answer::Locked(self.locks[lock].lock());
            }
            Op::TryLock(lock, _) => match self.locks[lock].try_lock() {
                Some(guard) => return Answer::Locked(guard),
                None => -1,
            },
            Op::Load(n) => self.variables[n].load(SeqCst),
            Op::Add(n, value) => self.variables[n].fetch_add(value, SeqCst),
            Op::NotifyOne(n) => self.condvars[n].notify_one().into(),
            Op::NotifyAll(n) => self.condvars[n].notify_all() as i64,
            Op::TryAcquire => self.semaphore.try_acquire().into(),
            Op::IsSet => self.event.is_set().into(),
            Op::TryPut(item) => self.queue.try_put(item).is_ok().into(),
            Op::Get => self.queue.get().unwrap(),
            Op::TryGet => self.queue.try_get().unwrap_or(-1),
            Op::Store(n, value) => {
                self.variables[n].store(value, SeqCst);
                0
            }
            Op::Acquire => {
                self.semaphore.acquire();
                0
            }
            Op::Release => {
                self.semaphore.release();
                0
            }
            Op::Set => {
                self.event.set();
                0
            }
            Op::Clear => {
                self.event.clear();
                0
            }
            Op::Wait => {
                self.event.wait();
                0
            }
            Op::Put(item) => {
                self.queue.put(item).unwrap();
                0
            }
            Op::Write(..) | Op::WaitIf(..) => {
                unreachable!("needs to know what is held")
            }
        };
        Answer::Told(told)
    }

    fn outcome(self, told: Vec<Vec<i64>>) -> Outcome {
        Outcome {
            told,
            permits: self.semaphore.available(),
            set: self.event.is_set(),
            queued: self.queue.try_get().ok(),
            variables: self.variables.map(AtomicI64::into_inner),
            locked: self.locks.map(Mutex::into_inner),
        }
    }
}
