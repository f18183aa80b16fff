//! Readers together or a writer alone, by two locks: one for the count of
//! readers, one for the room. The first reader takes the room, the last one
//! gives it back. If counting and taking are two steps, the second reader
//! walks in while the first still waits at the door.
//!
//! Source: Courtois, Heymans, Parnas, "Concurrent control with 'readers' and
//! 'writers'", CACM 14 (10), 1971, problem 1; the Little Book of Semaphores
//! (Downey, 2016), section 4.2.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicI64, AtomicUsize, Ordering::SeqCst};
use workbench::sync::{Lock, Mutex};
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, proved};

/// Two numbers that are equal, except while they are written.
struct Page {
    front: AtomicI64,
    back: AtomicI64,
}

impl Page {
    fn new() -> Self {
        Self {
            front: AtomicI64::new(0).named("front"),
            back: AtomicI64::new(0).named("back"),
        }
    }

    fn read(&self) {
        let (front, back) = (self.front.load(SeqCst), self.back.load(SeqCst));
        assert_eq!(front, back, "a reader sees half a write");
    }

    fn write(&self) {
        self.front.store(1, SeqCst);
        self.back.store(1, SeqCst);
    }
}

const HELD: &str = "the room is taken by who is in it";

fn counted_then_taken() {
    let readers = AtomicUsize::new(0).named("readers");
    let room = Lock::new().named("room");
    let page = Page::new();
    let read = || {
        if readers.fetch_add(1, SeqCst) == 0 {
            room.acquire();
        }
        page.read();
        if readers.fetch_sub(1, SeqCst) == 1 {
            room.release().expect(HELD);
        }
    };
    thread::scope(|scope| {
        start(scope, "reader-1", read);
        start(scope, "reader-2", read);
        start(scope, "writer", || {
            room.acquire();
            page.write();
            room.release().expect(HELD);
        });
    });
}

fn counted_and_taken_under_a_lock() {
    let readers = Mutex::new(0).named("readers");
    let room = Lock::new().named("room");
    let page = Page::new();
    let read = || {
        let mut inside = readers.lock();
        *inside += 1;
        if *inside == 1 {
            room.acquire();
        }
        drop(inside);
        page.read();
        let mut inside = readers.lock();
        *inside -= 1;
        if *inside == 0 {
            room.release().expect(HELD);
        }
    };
    thread::scope(|scope| {
        start(scope, "reader-1", read);
        start(scope, "reader-2", read);
        start(scope, "writer", || {
            room.acquire();
            page.write();
            room.release().expect(HELD);
        });
    });
}

const BUG: Bug = Bug {
    kind: FailureKind::Panic,
    says: "a reader sees half a write",
    preemptions: 1,
};

#[test]
fn a_second_reader_does_not_wait_for_the_first_one_at_the_door() {
    fails("readers and writer", counted_then_taken, 10, &BUG);
}

#[test]
fn a_second_reader_waits_where_counting_and_taking_are_one_step() {
    let repaired = counted_and_taken_under_a_lock;
    proved("readers and writer, counted under a lock", repaired, 14);
}
