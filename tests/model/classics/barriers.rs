//! A barrier of semaphores that is used again and again. Who leaves first may
//! come back before the others have left. With one turnstile it walks through
//! a second time, a lap ahead.
//!
//! Source: Downey, "The Little Book of Semaphores", 2016, section 3.7: the
//! second non-solution of the reusable barrier, and the solution, which has a
//! second turnstile.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use workbench::sync::{Mutex, Semaphore};
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, holds_up_to, proved};

struct Barrier {
    parties: usize,
    inside: Mutex<usize>,
    /// Open while everybody leaves.
    first: Semaphore,
    /// Open while everybody comes.
    second: Semaphore,
}

impl Barrier {
    fn new(parties: usize) -> Self {
        Self {
            parties,
            inside: Mutex::new(0).named("inside"),
            first: Semaphore::new(0).named("first turnstile"),
            second: Semaphore::new(1).named("second turnstile"),
        }
    }

    fn wait_at_one_turnstile(&self) {
        let mut inside = self.inside.lock();
        *inside += 1;
        if *inside == self.parties {
            self.first.release();
        }
        drop(inside);
        self.first.acquire();
        self.first.release();
        let mut inside = self.inside.lock();
        *inside -= 1;
        if *inside == 0 {
            self.first.acquire();
        }
    }

    fn wait_at_two_turnstiles(&self) {
        let mut inside = self.inside.lock();
        *inside += 1;
        if *inside == self.parties {
            self.second.acquire();
            self.first.release();
        }
        drop(inside);
        self.first.acquire();
        self.first.release();
        let mut inside = self.inside.lock();
        *inside -= 1;
        if *inside == 0 {
            self.first.acquire();
            self.second.release();
        }
        drop(inside);
        self.second.acquire();
        self.second.release();
    }
}

/// Runs laps: nobody may begin one before all have ended the one before.
fn run(runners: usize, laps: usize, wait: fn(&Barrier)) {
    let barrier = Barrier::new(runners);
    let arrived = AtomicUsize::new(0).named("arrived");
    thread::scope(|scope| {
        let (barrier, arrived) = (&barrier, &arrived);
        for n in 1..=runners {
            start(scope, format!("runner-{n}"), move || {
                for lap in 1..=laps {
                    arrived.fetch_add(1, SeqCst);
                    wait(barrier);
                    let here = arrived.load(SeqCst);
                    assert!(here >= lap * runners, "a lap ahead");
                }
            });
        }
    });
}

const BUG: Bug =
    Bug { kind: FailureKind::Panic, says: "a lap ahead", preemptions: 0 };

#[test]
fn at_one_turnstile_a_quick_runner_laps_the_others() {
    let broken = || run(2, 2, Barrier::wait_at_one_turnstile);
    fails("barrier, one turnstile", broken, 1, &BUG);
}

#[test]
fn at_two_turnstiles_nobody_is_lapped() {
    let two = || run(2, 2, Barrier::wait_at_two_turnstiles);
    proved("barrier, 2 runners, 2 laps", two, 2048);
    let three = || run(3, 1, Barrier::wait_at_two_turnstiles);
    proved("barrier, 3 runners, 1 lap", three, 7776);
    // Not proved after 180,000 executions.
    let three = || run(3, 2, Barrier::wait_at_two_turnstiles);
    holds_up_to("barrier, 3 runners, 2 laps", 1, three, 5000);
}
