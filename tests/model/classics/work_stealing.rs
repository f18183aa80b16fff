//! A queue of tasks whose owner works at the tail while thieves take from the
//! head. Each first moves its end, then looks at the other's; only if they
//! meet does the owner take the lock, which thieves always do. If the owner
//! looks before it moves, both take the last task.
//!
//! Source: the THE protocol of Cilk-5: Frigo, Leiserson, Randall, "The
//! implementation of the Cilk-5 multithreaded language", PLDI 1998, section
//! 5; CHESS's `WorkStealQueue` (Musuvathi, Qadeer, PLDI 2007; SCTBench).

use workbench::explore::FailureKind;
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicI64, AtomicUsize, Ordering::SeqCst};
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, proved};

const TASKS: usize = 3;

struct Tasks {
    /// The next task to be stolen: only thieves write it, with the lock.
    head: AtomicI64,
    /// One after the last task: only the owner writes it.
    tail: AtomicI64,
    thief: Mutex<()>,
    /// How often each task was taken.
    taken: [AtomicUsize; TASKS],
}

impl Tasks {
    fn new(count: usize) -> Self {
        let taken = |n| AtomicUsize::new(0).named(format!("taken-{n}"));
        Self {
            head: AtomicI64::new(0).named("head"),
            tail: AtomicI64::new(count as i64).named("tail"),
            thief: Mutex::new(()).named("thief"),
            taken: [taken(0), taken(1), taken(2)],
        }
    }

    fn push(&self) {
        let tail = self.tail.load(SeqCst);
        self.tail.store(tail + 1, SeqCst);
    }

    fn pop(&self) {
        let tail = self.tail.load(SeqCst) - 1;
        self.tail.store(tail, SeqCst);
        if self.head.load(SeqCst) <= tail {
            return self.take(tail);
        }
        // A thief may be at the same task.
        self.tail.store(tail + 1, SeqCst);
        let _no_thief = self.thief.lock();
        self.tail.store(tail, SeqCst);
        if self.head.load(SeqCst) <= tail {
            return self.take(tail);
        }
        self.tail.store(tail + 1, SeqCst);
    }

    fn pop_looking_first(&self) {
        let tail = self.tail.load(SeqCst) - 1;
        if self.head.load(SeqCst) <= tail {
            self.tail.store(tail, SeqCst);
            self.take(tail);
        }
    }

    fn steal(&self) {
        let _one_thief = self.thief.lock();
        let head = self.head.load(SeqCst);
        self.head.store(head + 1, SeqCst);
        if head < self.tail.load(SeqCst) {
            self.take(head);
        } else {
            self.head.store(head, SeqCst);
        }
    }

    fn take(&self, task: i64) {
        let times = self.taken[task as usize].fetch_add(1, SeqCst);
        assert_eq!(times, 0, "task {task} is done twice");
    }

    fn all_taken(&self) -> bool {
        self.taken.iter().all(|times| times.load(SeqCst) == 1)
    }
}

/// Two tasks lie there, the owner adds one and takes three, thieves take one
/// each.
fn work(pop: fn(&Tasks), thieves: usize) {
    let tasks = Tasks::new(TASKS - 1);
    thread::scope(|scope| {
        let tasks = &tasks;
        start(scope, "owner", move || {
            tasks.push();
            for _ in 0..TASKS {
                pop(tasks);
            }
        });
        for n in 1..=thieves {
            start(scope, format!("thief-{n}"), || tasks.steal());
        }
    });
    assert!(tasks.all_taken(), "a task is lost");
}

const BUG: Bug =
    Bug { kind: FailureKind::Panic, says: "is done twice", preemptions: 1 };

#[test]
fn an_owner_that_looks_before_it_moves_meets_a_thief() {
    let broken = || work(Tasks::pop_looking_first, 1);
    fails("work stealing", broken, 2, &BUG);
}

#[test]
fn an_owner_that_moves_before_it_looks_does_not() {
    proved("work stealing, 1 thief", || work(Tasks::pop, 1), 17);
    proved("work stealing, 2 thieves", || work(Tasks::pop, 2), 242);
}
