//! A driver that is stopped while a request comes in. The request looks at
//! the stopping flag before it counts itself, and between the two the driver
//! stops.
//!
//! Source: Qadeer, Wu, "KISS: keep it simple and sequential", PLDI 2004;
//! SCTBench `CS.bluetooth_driver_bad`.

use workbench::explore::FailureKind;
use workbench::sync::Event;
use workbench::sync::atomic::{AtomicBool, AtomicI64, Ordering::SeqCst};
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, proved};

struct Driver {
    /// Requests inside, and one for the driver itself while it runs.
    pending: AtomicI64,
    stopping: AtomicBool,
    idle: Event,
    stopped: AtomicBool,
}

impl Driver {
    fn new() -> Self {
        Self {
            pending: AtomicI64::new(1).named("pending"),
            stopping: AtomicBool::new(false).named("stopping"),
            idle: Event::new().named("idle"),
            stopped: AtomicBool::new(false).named("stopped"),
        }
    }

    fn looks_then_enters(&self) -> bool {
        if self.stopping.load(SeqCst) {
            return false;
        }
        self.pending.fetch_add(1, SeqCst);
        true
    }

    fn enters_then_looks(&self) -> bool {
        self.pending.fetch_add(1, SeqCst);
        if self.stopping.load(SeqCst) {
            self.leave();
            return false;
        }
        true
    }

    fn leave(&self) {
        if self.pending.fetch_sub(1, SeqCst) == 1 {
            self.idle.set();
        }
    }

    fn request(&self, enter: fn(&Self) -> bool) {
        if enter(self) {
            let stopped = self.stopped.load(SeqCst);
            assert!(!stopped, "a request runs in a stopped driver");
            self.leave();
        }
    }

    fn stop(&self) {
        self.stopping.store(true, SeqCst);
        self.leave();
        self.idle.wait();
        self.stopped.store(true, SeqCst);
    }
}

fn driver(enter: fn(&Driver) -> bool) {
    let driver = Driver::new();
    thread::scope(|scope| {
        start(scope, "request", || driver.request(enter));
        start(scope, "stop", || driver.stop());
    });
}

fn looks_first() {
    driver(Driver::looks_then_enters);
}

fn enters_first() {
    driver(Driver::enters_then_looks);
}

const BUG: Bug = Bug {
    kind: FailureKind::Panic,
    says: "a request runs in a stopped driver",
    preemptions: 1,
};

#[test]
fn a_request_that_looks_before_it_enters_runs_in_a_stopped_driver() {
    fails("bluetooth", looks_first, 4, &BUG);
}

#[test]
fn a_request_that_enters_before_it_looks_does_not() {
    proved("bluetooth, repaired", enters_first, 9);
}
