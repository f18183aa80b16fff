//! A configuration that is loaded by whoever first needs it. Two who look at
//! the same time both find nothing, and both load.
//!
//! Source: Goetz and others, "Java Concurrency in Practice", 2006, listing
//! 2.3 (`LazyInitRace`).

use workbench::explore::FailureKind;
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, proved_by};

const NOTHING: usize = 0;

/// Loads a configuration, each time another.
fn load(loads: &AtomicUsize) -> usize {
    loads.fetch_add(1, SeqCst) + 1
}

fn looked_then_loaded() {
    let loads = AtomicUsize::new(0).named("loads");
    let config = AtomicUsize::new(NOTHING).named("config");
    let need = || {
        if config.load(SeqCst) == NOTHING {
            config.store(load(&loads), SeqCst);
        }
    };
    thread::scope(|scope| {
        start(scope, "web", need);
        start(scope, "mail", need);
        start(scope, "backup", need);
    });
    assert_eq!(loads.into_inner(), 1, "the configuration is loaded twice");
}

fn looked_and_loaded_under_a_lock() {
    let loads = AtomicUsize::new(0).named("loads");
    let config = Mutex::new(NOTHING).named("config");
    let need = || {
        let mut config = config.lock();
        if *config == NOTHING {
            *config = load(&loads);
        }
    };
    thread::scope(|scope| {
        start(scope, "web", need);
        start(scope, "mail", need);
        start(scope, "backup", need);
    });
    assert_eq!(loads.into_inner(), 1, "the configuration is loaded twice");
}

const BUG: Bug = Bug {
    kind: FailureKind::Panic,
    says: "the configuration is loaded twice",
    preemptions: 1,
};

#[test]
fn two_who_look_at_once_both_load() {
    fails("lazy", looked_then_loaded, 2, &BUG);
}

#[test]
fn one_loads_where_looking_and_loading_are_one_step() {
    // The orders of three at one lock.
    proved_by("lazy, locked", looked_and_loaded_under_a_lock, 6);
}
