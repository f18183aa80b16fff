//! A singleton that is looked for without the lock first, to be quick, and
//! with the lock again, to be made only once. If it is published before it is
//! filled, the quick look finds it empty.
//!
//! Source: Schmidt, Harrison, "Double-checked locking", PLoP 1996; Bacon and
//! others, "The 'double-checked locking is broken' declaration", 2000. There
//! the compiler or the processor swaps the two writes. Under sequential
//! consistency only the author can, and does here.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, proved};

struct Singleton {
    making: Mutex<()>,
    made: AtomicUsize,
    published: AtomicBool,
    value: AtomicUsize,
}

impl Singleton {
    fn new() -> Self {
        Self {
            making: Mutex::new(()).named("making"),
            made: AtomicUsize::new(0).named("made"),
            published: AtomicBool::new(false).named("published"),
            value: AtomicUsize::new(0).named("value"),
        }
    }

    fn get(&self, make: fn(&Self)) -> usize {
        if !self.published.load(SeqCst) {
            let _making = self.making.lock();
            if !self.published.load(SeqCst) {
                let times = self.made.fetch_add(1, SeqCst);
                assert_eq!(times, 0, "the singleton is made twice");
                make(self);
            }
        }
        self.value.load(SeqCst)
    }

    fn publish_then_fill(&self) {
        self.published.store(true, SeqCst);
        self.value.store(42, SeqCst);
    }

    fn fill_then_publish(&self) {
        self.value.store(42, SeqCst);
        self.published.store(true, SeqCst);
    }
}

fn users(count: usize, make: fn(&Singleton)) {
    let singleton = Singleton::new();
    thread::scope(|scope| {
        let singleton = &singleton;
        for n in 1..=count {
            start(scope, format!("user-{n}"), move || {
                assert_eq!(singleton.get(make), 42, "found empty");
            });
        }
    });
}

const BUG: Bug =
    Bug { kind: FailureKind::Panic, says: "found empty", preemptions: 1 };

#[test]
fn published_before_it_is_filled_it_is_found_empty() {
    let broken = || users(2, Singleton::publish_then_fill);
    fails("double-checked", broken, 2, &BUG);
}

#[test]
fn filled_before_it_is_published_it_is_not() {
    let right = || users(2, Singleton::fill_then_publish);
    proved("double-checked, 2 users", right, 4);
    let right = || users(3, Singleton::fill_then_publish);
    proved("double-checked, 3 users", right, 15);
}
