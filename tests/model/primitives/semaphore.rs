use std::collections::BTreeSet;

use workbench::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use workbench::sync::{BoundedSemaphore, Semaphore, TooManyReleases};
use workbench::thread;

use super::{TIME, both, explorer, outcomes_inside_too, proved};

/// Red if `grab` in `permits.rs` takes one that is not there, or
/// `give_back` wakes nobody.
#[test]
fn no_more_are_inside_than_permits() {
    for permits in [1, 2] {
        let most = outcomes_inside_too(&explorer(), move || {
            let semaphore = Semaphore::new(permits);
            let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let enter = || {
                let _permit = semaphore.permit();
                let now = inside.fetch_add(1, SeqCst) + 1;
                most.fetch_max(now, SeqCst);
                inside.fetch_sub(1, SeqCst);
            };
            both(enter, enter);
            assert_eq!(semaphore.available(), permits);
            most.into_inner()
        });
        assert_eq!(most.last(), Some(&permits));
    }
}

/// Red if `grab` is a load and a store.
#[test]
fn one_permit_of_three_threads_is_taken_once() {
    let report = proved(&explorer().look_inside(true), || {
        let semaphore = Semaphore::new(1);
        let took = AtomicUsize::new(0);
        let take = || {
            if semaphore.try_acquire() {
                took.fetch_add(1, SeqCst);
            }
        };
        thread::scope(|scope| {
            scope.spawn(take);
            scope.spawn(take);
            take();
        });
        assert_eq!(took.load(SeqCst), 1);
    });
    assert!(report.executions() <= 6, "{}", report.executions());
}

/// Red if giving back several wakes one (`give_back` in `permits.rs`).
#[test]
fn as_many_go_on_as_permits_come_back() {
    outcomes_inside_too(&explorer(), || {
        let semaphore = Semaphore::new(0);
        thread::scope(|scope| {
            scope.spawn(|| semaphore.acquire());
            scope.spawn(|| semaphore.acquire());
            semaphore.release_many(2);
        });
        assert_eq!(semaphore.available(), 0);
    });
}

/// Red if a trial is no step.
#[test]
fn who_tries_takes_what_is_there() {
    let took = outcomes_inside_too(&explorer(), || {
        let semaphore = Semaphore::new(0);
        let (took, ()) = both(
            || (semaphore.try_acquire(), semaphore.try_acquire()),
            || semaphore.release(),
        );
        let taken = usize::from(took.0) + usize::from(took.1);
        assert_eq!(semaphore.available(), 1 - taken);
        took
    });
    let all = [(false, false), (false, true), (true, false)];
    assert_eq!(took, BTreeSet::from(all));
}

/// Red if the deadline is forgotten (`take_in_model` in `permits.rs`).
#[test]
fn whose_time_is_over_takes_no_permit() {
    let took = outcomes_inside_too(&explorer(), || {
        let semaphore = Semaphore::new(0);
        let took =
            both(|| semaphore.acquire_timeout(TIME), || semaphore.release());
        assert_eq!(semaphore.available(), usize::from(!took.0));
        took.0
    });
    assert_eq!(took, BTreeSet::from([false, true]));
}

/// Who gives up has not been woken in another's place. Red if the gate
/// forgets who else waits when it has woken one (`wake` in `gate.rs`).
#[test]
fn who_gives_up_wakes_nobody_less() {
    outcomes_inside_too(&explorer(), || {
        let semaphore = Semaphore::new(0);
        thread::scope(|scope| {
            let gives_up = scope.spawn(|| semaphore.acquire_timeout(TIME));
            let waits = scope.spawn(|| semaphore.acquire());
            semaphore.release();
            if gives_up.join().unwrap() {
                semaphore.release();
            }
            waits.join().unwrap();
        });
    });
}

/// Red if `give_back` asks first and adds then.
#[test]
fn of_two_releases_too_many_one_is_refused() {
    let released = outcomes_inside_too(&explorer(), || {
        let semaphore = BoundedSemaphore::new(2);
        semaphore.acquire();
        let released = both(|| semaphore.release(), || semaphore.release());
        assert_eq!(semaphore.available(), 2);
        (released.0.is_ok(), released.1.is_ok())
    });
    assert_eq!(released, BTreeSet::from([(true, false), (false, true)]));
}

/// Red if the bound is not asked for: `more` in `permits.rs`.
#[test]
fn nothing_changes_where_a_release_is_refused() {
    outcomes_inside_too(&explorer(), || {
        let semaphore = BoundedSemaphore::new(2);
        let (permit, refused) =
            both(|| drop(semaphore.permit()), || semaphore.release_many(2));
        assert_eq!((permit, refused), ((), Err(TooManyReleases)));
        assert_eq!(semaphore.available(), 2);
    });
}

/// Red if what only a trace asks is a step (`give_back` in `permits.rs`).
#[test]
fn a_failure_inside_is_recorded() {
    let report = explorer().look_inside(true).run(|| {
        let semaphore = Semaphore::new(0);
        both(|| semaphore.release(), || assert!(!semaphore.try_acquire()));
    });
    let failure = report.failure().expect("it may be released");
    assert!(failure.message().contains("try_acquire"));
}
