//! A worker locks a phase twice and unlocks it once: the second time, the
//! line that unlocks was forgotten. The next worker waits for ever.
//!
//! Source: SCTBench `CS.phase01_bad` (from Cordeiro, Fischer, ICSE 2011). With
//! a guard the line cannot be forgotten, so this is Python's lock.

use workbench::explore::FailureKind;
use workbench::sync::Lock;
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, proved_by};

const HELD: &str = "taken two lines above";

fn work(prepare: &Lock, finish: &Lock, forgets: bool) {
    prepare.acquire();
    prepare.release().expect(HELD);
    prepare.acquire();
    if !forgets {
        prepare.release().expect(HELD);
    }
    finish.acquire();
    finish.release().expect(HELD);
    finish.acquire();
    finish.release().expect(HELD);
}

fn two_workers(forget: bool) {
    let prepare = Lock::new().named("prepare");
    let finish = Lock::new().named("finish");
    thread::scope(|scope| {
        start(scope, "worker-1", || work(&prepare, &finish, forget));
        start(scope, "worker-2", || work(&prepare, &finish, forget));
    });
}

fn forgetful() {
    two_workers(true);
}

fn tidy() {
    two_workers(false);
}

const BUG: Bug =
    Bug { kind: FailureKind::Deadlock, says: "prepare", preemptions: 0 };

#[test]
fn a_phase_that_is_never_left_keeps_the_next_worker_out() {
    // There is no other way for it to end.
    fails("phased locks", forgetful, 1, &BUG);
}

#[test]
fn a_phase_that_is_left_lets_the_next_worker_in() {
    // Two sections of each worker at each lock: 6 orders at the one, 6 at
    // the other, and all go together.
    proved_by("phased locks, all left", tidy, 36);
}
