use std::collections::BTreeSet;
use std::time::Duration;

use workbench::sync::Event;
use workbench::thread;

use super::{TIME, both, explorer, outcomes_inside_too, proved};

/// Red if a waiter of the gate tries before it is counted (`park` in
/// `gate.rs`), or if `set` does not ask for waiters.
#[test]
fn who_waits_goes_on_when_it_is_set() {
    for inside in [false, true] {
        let report = proved(&explorer().look_inside(inside), || {
            let event = Event::new();
            both(|| event.wait(), || event.set());
            assert!(event.is_set());
        });
        let most = if inside { 12 } else { 3 };
        assert!(report.executions() <= most, "{}", report.executions());
    }
}

/// Red if `notify_all` in `gate.rs` wakes one.
#[test]
fn everybody_goes_on() {
    outcomes_inside_too(&explorer(), || {
        let event = Event::new();
        thread::scope(|scope| {
            scope.spawn(|| event.wait());
            scope.spawn(|| event.wait());
            event.set();
        });
    });
}

/// Red if a waiter asks whether the flag is set instead of whether it has
/// changed (`wait_for_change` in `event.rs`: one line for the whole, one for
/// the inside).
#[test]
fn who_waits_passes_although_clear_follows_at_once() {
    let explorer = explorer().time_in_order(true);
    let passed = outcomes_inside_too(&explorer, || {
        let event = Event::new();
        let set_and_clear = || {
            thread::sleep(TIME); // by then the other waits
            event.set();
            event.clear();
        };
        both(set_and_clear, || event.wait_timeout(2 * TIME)).1
    });
    assert_eq!(passed, BTreeSet::from([true]));
}

/// Red if the deadline is forgotten (`wait_for_change`), or if `clear` comes
/// to nothing.
#[test]
fn who_gives_up_is_told_so() {
    let waited = outcomes_inside_too(&explorer(), || {
        let event = Event::new();
        let (waited, was_set) = both(
            || event.wait_timeout(TIME),
            || {
                event.set();
                event.is_set()
            },
        );
        assert!(was_set);
        event.clear();
        assert!(!event.is_set());
        waited
    });
    assert_eq!(waited, BTreeSet::from([false, true]));
}

/// Red if `clear` adds one without looking whether another has
/// (`clear_now`): the flag would be set.
#[test]
fn two_that_clear_leave_it_clear() {
    outcomes_inside_too(&explorer(), || {
        let event = Event::new();
        event.set();
        both(|| event.clear(), || event.clear());
        assert!(!event.is_set());
    });
}

/// Red if `set` adds one without looking whether another has (`set_now`).
#[test]
fn two_that_set_leave_it_set() {
    outcomes_inside_too(&explorer(), || {
        let event = Event::new();
        both(|| event.set(), || event.set());
        event.wait();
    });
}

/// Red if an operation on the whole is no step.
#[test]
fn who_looks_sees_it_before_and_after() {
    let seen = outcomes_inside_too(&explorer(), || {
        let event = Event::new();
        let look = || (event.is_set(), event.is_set());
        both(|| event.set(), look).1
    });
    let all = [(false, false), (false, true), (true, true)];
    assert_eq!(seen, BTreeSet::from(all));
}

/// Red if what only a trace asks is a step (`set_now`): the failure would
/// not be there again when it is recorded.
#[test]
fn a_failure_inside_is_recorded() {
    let report = explorer().look_inside(true).run(|| {
        let event = Event::new();
        both(|| event.set(), || assert!(!event.is_set()));
    });
    let failure = report.failure().expect("it may be set");
    assert!(failure.message().contains("is_set"), "{}", failure.message());
    let never = Duration::ZERO;
    let report = explorer().look_inside(true).run(move || {
        assert!(Event::new().wait_timeout(never));
    });
    let failure = report.failure().expect("nobody sets it");
    assert!(failure.message().contains("wait_timeout"));
}
