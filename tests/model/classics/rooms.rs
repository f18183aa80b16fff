//! Two classes of threads share a room that holds one class at a time. The
//! first of a class takes the room, the last one gives it back. If both
//! classes are counted under one lock, the second class holds that lock while
//! it waits for the room, and the first needs it to leave.
//!
//! Source: SCTBench `CS.carter01_bad` (from Cordeiro, Fischer, "Verifying
//! multi-threaded software using SMT-based context-bounded model checking",
//! ICSE 2011).

use workbench::explore::FailureKind;
use workbench::sync::{Lock, Mutex};
use workbench::thread;

use super::{CriticalSection, start};
use crate::claims::{Bug, fails, proved_by};

const HELD: &str = "the room is taken by who is in it";

fn one_lock_for_both_counts() {
    let inside = Mutex::new((0, 0)).named("inside");
    let room = Lock::new().named("room");
    let section = CriticalSection::new();
    thread::scope(|scope| {
        start(scope, "student", || {
            let mut count = inside.lock();
            count.0 += 1;
            if count.0 == 1 {
                room.acquire();
            }
            drop(count);
            section.visit();
            let mut count = inside.lock();
            count.0 -= 1;
            if count.0 == 0 {
                room.release().expect(HELD);
            }
        });
        start(scope, "dean", || {
            let mut count = inside.lock();
            count.1 += 1;
            if count.1 == 1 {
                room.acquire();
            }
            drop(count);
            section.visit();
            let mut count = inside.lock();
            count.1 -= 1;
            if count.1 == 0 {
                room.release().expect(HELD);
            }
        });
    });
}

/// Goes in and out as one of a class, counted in `inside`.
fn visit(inside: &Mutex<usize>, room: &Lock, section: &CriticalSection) {
    let mut count = inside.lock();
    *count += 1;
    if *count == 1 {
        room.acquire();
    }
    drop(count);
    section.visit();
    let mut count = inside.lock();
    *count -= 1;
    if *count == 0 {
        room.release().expect(HELD);
    }
}

fn a_lock_for_each_count() {
    let students = Mutex::new(0).named("students");
    let deans = Mutex::new(0).named("deans");
    let room = Lock::new().named("room");
    let section = CriticalSection::new();
    thread::scope(|scope| {
        start(scope, "student", || visit(&students, &room, &section));
        start(scope, "dean", || visit(&deans, &room, &section));
    });
}

const BUG: Bug =
    Bug { kind: FailureKind::Deadlock, says: "room", preemptions: 1 };

#[test]
fn who_waits_for_the_room_with_the_lock_in_hand_keeps_the_others_in() {
    fails("rooms", one_lock_for_both_counts, 2, &BUG);
}

#[test]
fn a_lock_for_each_class_lets_them_leave() {
    proved_by("rooms, a lock for each class", a_lock_for_each_count, 2);
}
