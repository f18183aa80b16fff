//! A random program: two or three threads, seven operations or so.

use std::fmt;

use super::dice::Dice;

/// Two variables, two locks with a condition variable each, a semaphore with
/// one permit, an event, a queue with one slot.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Load(usize),
    Store(usize, i64),
    Add(usize, i64),
    /// Notes the locked value, does what is inside, unlocks.
    Lock(usize, Vec<Op>),
    /// The same if the lock is free.
    TryLock(usize, Vec<Op>),
    /// Inside a lock: changes its value.
    Write(usize, i64),
    /// Inside a lock: waits, once, if it has this value.
    WaitIf(usize, i64),
    NotifyOne(usize),
    NotifyAll(usize),
    Acquire,
    TryAcquire,
    Release,
    Set,
    Clear,
    Wait,
    IsSet,
    Put(i64),
    TryPut(i64),
    Get,
    TryGet,
}

/// What a program is made of. Two of these at a time: seven operations of
/// everything would hardly ever meet.
#[derive(Clone, Copy)]
enum Kind {
    Variables,
    Locks,
    TryLocks,
    Condvars,
    Semaphore,
    Event,
    Queue,
}

const KINDS: [Kind; 7] = [
    Kind::Variables,
    Kind::Locks,
    Kind::TryLocks,
    Kind::Condvars,
    Kind::Semaphore,
    Kind::Event,
    Kind::Queue,
];

pub(super) struct Program {
    seed: u64,
    pub(super) threads: Vec<Vec<Op>>,
}

impl Program {
    pub(super) fn random(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let kinds = [dice.pick(&KINDS), dice.pick(&KINDS)];
        let shares: &[usize] =
            [&[4, 3][..], &[3, 3], &[3, 2, 2], &[2, 2, 2]][dice.throw(4)];
        let mut author = Author { dice, kinds, left: 0, held: vec![] };
        let thread = |share: &usize| {
            author.left = *share;
            author.block()
        };
        let threads = shares.iter().map(thread).collect();
        Self { seed, threads }
    }
}

/// Writes one thread's operations.
struct Author {
    dice: Dice,
    kinds: [Kind; 2],
    /// Operations to write.
    left: usize,
    /// Locks that are held where it writes.
    held: Vec<usize>,
}

impl Author {
    /// Operations until none are left or, inside a lock, until the dice say
    /// so.
    fn block(&mut self) -> Vec<Op> {
        let mut ops = vec![];
        while self.left > 0 {
            if !self.held.is_empty() && self.dice.throw(3) == 0 {
                break;
            }
            self.left -= 1;
            let kind = self.dice.pick(&self.kinds);
            ops.push(self.op(kind));
        }
        ops
    }

    fn op(&mut self, kind: Kind) -> Op {
        let value = 1 + self.dice.throw(2) as i64;
        let which = self.dice.throw(2);
        // What blocks comes less often than what lets go on.
        let sixth = self.dice.throw(6);
        match kind {
            Kind::Variables => match sixth {
                0 | 1 => Op::Store(which, value),
                2 | 3 => Op::Add(which, value),
                _ => Op::Load(which),
            },
            Kind::Locks => self.locked(which, Op::Lock),
            Kind::TryLocks => match sixth {
                0 | 1 => self.locked(which, Op::TryLock),
                _ => self.locked(which, Op::Lock),
            },
            // One condition variable: two would hardly ever be waited for.
            Kind::Condvars => self.condvar(0, sixth),
            Kind::Semaphore => match sixth {
                0 | 1 => Op::Acquire,
                2 | 3 => Op::TryAcquire,
                _ => Op::Release,
            },
            Kind::Event => match sixth {
                0 => Op::Wait,
                1 => Op::Clear,
                2 | 3 => Op::IsSet,
                _ => Op::Set,
            },
            Kind::Queue => match sixth {
                0 => Op::Get,
                1 => Op::Put(value),
                2 | 3 => Op::TryGet,
                _ => Op::TryPut(value),
            },
        }
    }

    /// A block inside a lock; what may stand there, if it is held already.
    fn locked(&mut self, lock: usize, op: fn(usize, Vec<Op>) -> Op) -> Op {
        if self.held.contains(&lock) {
            return Op::Write(lock, 1 + self.dice.throw(2) as i64);
        }
        self.held.push(lock);
        let block = self.block();
        self.held.pop();
        op(lock, block)
    }

    fn condvar(&mut self, lock: usize, sixth: usize) -> Op {
        let op = match sixth {
            0 => return Op::NotifyOne(lock),
            1 | 2 => return Op::NotifyAll(lock),
            // Only at first the value is 0: a write ends all waiting.
            3 => Op::WaitIf(lock, 0),
            _ => Op::Write(lock, 1),
        };
        if self.held.contains(&lock) { op } else { Op::Lock(lock, vec![op]) }
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the program of seed {}:", self.seed)?;
        for (number, ops) in self.threads.iter().enumerate() {
            write!(f, "  thread-{}:", number + 1)?;
            block(f, ops)?;
            writeln!(f)?;
        }
        Ok(())
    }
}

fn block(f: &mut fmt::Formatter<'_>, ops: &[Op]) -> fmt::Result {
    for op in ops {
        match op {
            Op::Lock(lock, inside) => {
                write!(f, " Lock({lock}) {{")?;
                block(f, inside)?;
                f.write_str(" }")?;
            }
            Op::TryLock(lock, inside) => {
                write!(f, " TryLock({lock}) {{")?;
                block(f, inside)?;
                f.write_str(" }")?;
            }
            simple => write!(f, " {simple:?};")?,
        }
    }
    Ok(())
}
