//! What a program can come to, found without the explorer: every state that
//! its threads can reach, each operation a step, all by itself.

use std::collections::{BTreeSet, HashSet, VecDeque};

use super::program::{Op, Program};
use super::world::Outcome;

/// What a program can come to.
#[derive(Debug, Default)]
pub(super) struct Truth {
    pub(super) outcomes: BTreeSet<Outcome>,
    /// Whether threads can come to wait for ever.
    pub(super) gets_stuck: bool,
}

impl Truth {
    pub(super) fn of(program: &Program) -> Self {
        let code: Vec<_> = program.threads.iter().map(|it| flat(it)).collect();
        let mut truth = Self::default();
        let first = State::new(code.len());
        let (mut known, mut open) = (HashSet::new(), vec![first]);
        while let Some(state) = open.pop() {
            let threads = 0..code.len();
            let next = threads.filter_map(|it| state.step(it, &code[it]));
            let next: Vec<_> = next.collect();
            let ended = |(thread, code): (&Thread, &Vec<Line>)| {
                thread.line == code.len()
            };
            if state.threads.iter().zip(&code).all(ended) {
                truth.outcomes.insert(state.outcome());
            } else if next.is_empty() {
                truth.gets_stuck = true;
            }
            let new = |state: &State| known.insert(state.clone());
            open.extend(next.into_iter().filter(new));
        }
        truth
    }
}

/// An operation, with blocks as jumps.
enum Line {
    Lock(usize),
    /// Or goes on after the block.
    TryLock(usize, usize),
    Unlock(usize),
    Do(Op),
}

fn flat(ops: &[Op]) -> Vec<Line> {
    let mut lines = vec![];
    flatten(ops, &mut lines);
    lines
}

fn flatten(ops: &[Op], lines: &mut Vec<Line>) {
    for op in ops {
        match op {
            Op::Lock(lock, inside) => {
                lines.push(Line::Lock(*lock));
                flatten(inside, lines);
                lines.push(Line::Unlock(*lock));
            }
            Op::TryLock(lock, inside) => {
                let here = lines.len();
                lines.push(Line::Unlock(*lock)); // until the end is known
                flatten(inside, lines);
                lines.push(Line::Unlock(*lock));
                lines[here] = Line::TryLock(*lock, lines.len());
            }
            other => lines.push(Line::Do(other.clone())),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    threads: Vec<Thread>,
    variables: [i64; 2],
    locks: [Lock; 2],
    permits: usize,
    set: bool,
    queued: Option<i64>,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Thread {
    line: usize,
    told: Vec<i64>,
    waits: Waits,
}

/// What a thread does about a condition variable.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
enum Waits {
    #[default]
    No,
    /// In the wait set.
    Asleep,
    /// For the lock.
    Woken,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Lock {
    held: bool,
    value: i64,
    /// Its condition variable's wait set.
    waiters: VecDeque<usize>,
}

impl State {
    fn new(threads: usize) -> Self {
        Self {
            threads: vec![Thread::default(); threads],
            variables: [0; 2],
            locks: [Lock::default(), Lock::default()],
            permits: 1,
            set: false,
            queued: None,
        }
    }

    /// The state after the thread's next line; `None` if it has to wait, or
    /// has ended.
    fn step(&self, thread: usize, code: &[Line]) -> Option<Self> {
        let mut next = self.clone();
        let line = self.threads[thread].line;
        next.threads[thread].line += 1;
        let told = match code.get(line)? {
            Line::Lock(lock) => Some(next.lock(*lock)?),
            Line::TryLock(lock, end) => match next.lock(*lock) {
                Some(value) => Some(value),
                None => {
                    next.threads[thread].line = *end;
                    Some(-1)
                }
            },
            Line::Unlock(lock) => {
                next.locks[*lock].held = false;
                None
            }
            Line::Do(Op::Write(lock, value)) => {
                next.locks[*lock].value = *value;
                None
            }
            Line::Do(Op::WaitIf(lock, value)) => {
                next.wait_if(thread, *lock, *value)?
            }
            Line::Do(op) => Some(next.simple(op)?),
        };
        next.threads[thread].told.extend(told);
        Some(next)
    }

    fn lock(&mut self, lock: usize) -> Option<i64> {
        let lock = &mut self.locks[lock];
        let free = !std::mem::replace(&mut lock.held, true);
        free.then_some(lock.value)
    }

    fn wait_if(
        &mut self,
        thread: usize,
        lock: usize,
        value: i64,
    ) -> Option<Option<i64>> {
        match self.threads[thread].waits {
            Waits::No if self.locks[lock].value != value => Some(None),
            Waits::No => {
                self.locks[lock].held = false;
                self.locks[lock].waiters.push_back(thread);
                self.threads[thread].waits = Waits::Asleep;
                self.threads[thread].line -= 1;
                Some(None)
            }
            Waits::Asleep => None,
            Waits::Woken => {
                let value = self.lock(lock)?;
                self.threads[thread].waits = Waits::No;
                Some(Some(value))
            }
        }
    }

    fn wake(&mut self, lock: usize, most: usize) -> i64 {
        let waiters = &mut self.locks[lock].waiters;
        let woken: Vec<_> = waiters.drain(..most.min(waiters.len())).collect();
        for thread in &woken {
            self.threads[*thread].waits = Waits::Woken;
        }
        woken.len() as i64
    }

    /// What it returns, 0 for nothing; `None` if it has to wait.
    fn simple(&mut self, op: &Op) -> Option<i64> {
        match *op {
            Op::Load(n) => return Some(self.variables[n]),
            Op::Store(n, value) => self.variables[n] = value,
            Op::Add(n, value) => {
                self.variables[n] += value;
                return Some(self.variables[n] - value);
            }
            Op::NotifyOne(lock) => return Some(self.wake(lock, 1)),
            Op::NotifyAll(lock) => return Some(self.wake(lock, usize::MAX)),
            Op::Acquire => self.permits = self.permits.checked_sub(1)?,
            Op::TryAcquire => match self.permits.checked_sub(1) {
                Some(left) => {
                    self.permits = left;
                    return Some(1);
                }
                None => return Some(0),
            },
            Op::Release => self.permits += 1,
            Op::Set => self.set = true,
            Op::Clear => self.set = false,
            Op::Wait => return self.set.then_some(0),
            Op::IsSet => return Some(self.set.into()),
            Op::Put(item) => {
                return self.queued.replace(item).is_none().then_some(0);
            }
            Op::TryPut(_) if self.queued.is_some() => return Some(0),
            Op::TryPut(item) => {
                self.queued = Some(item);
                return Some(1);
            }
            Op::Get => return self.queued.take(),
            Op::TryGet => return Some(self.queued.take().unwrap_or(-1)),
            Op::Lock(..) | Op::TryLock(..) | Op::Write(..) | Op::WaitIf(..) => {
                unreachable!("not so simple")
            }
        }
        Some(0)
    }

    fn outcome(self) -> Outcome {
        let [one, other] = self.locks;
        Outcome {
            told: self.threads.into_iter().map(|it| it.told).collect(),
            variables: self.variables,
            locked: [one.value, other.value],
            permits: self.permits,
            set: self.set,
            queued: self.queued,
        }
    }
}
