//! What is said of a program that is not the same every time.

use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize as Counter, Ordering::SeqCst};

use workbench::explore::{Explorer, FailureKind, Strategy};
use workbench::sync::{Mutex, Semaphore};
use workbench::thread;

use super::{Program, so_many_times};

/// Makes one thing of these, the first for the first time, and then the next.
fn by_turns<const N: usize>(turns: [fn(); N]) -> Program {
    let runs = Counter::new(0);
    Box::new(move || turns[runs.fetch_add(1, SeqCst) % N]())
}

/// Where a line is, as people are told.
#[track_caller]
fn line(lines: i64) -> String {
    let line = i64::from(Location::caller().line()) + lines;
    format!("told.rs:{line}")
}

/// What is said of what differs.
#[track_caller]
fn told(program: Program) -> String {
    let report = Explorer::new().strategy(Strategy::Dpor).run(program);
    let failure = report.failure().unwrap_or_else(|| {
        panic!("nothing was found: {}", report.render());
    });
    assert_eq!(failure.kind(), FailureKind::NotDeterministic);
    let (what, why) = failure.message().split_once(", though ").unwrap();
    assert_eq!(
        why,
        "the same was decided: it goes by the clock, by chance, by an \
         address, or by something that outlives an execution"
    );
    what.to_owned()
}

#[test]
fn what_is_done_now_and_was_done_before_is_told_with_its_places() {
    let what = told(by_turns([
        || drop(Mutex::new(()).named("one").lock()),
        || drop(Mutex::new(()).named("two").lock()),
    ]));
    let (before, now) = (line(-3), line(-2));
    let other = format!("main comes to two.lock at {now}");
    assert_eq!(what, format!("{other}, and came to lock at {before} before"));
}

#[test]
fn a_thread_that_ends_earlier_or_later_is_told_so() {
    let what = told(by_turns([|| drop(Mutex::new(()).lock()), || {}]));
    let at = line(-1);
    let ends = "main comes to its end, and came to";
    assert_eq!(what, format!("{ends} lock at {at} before"));
    let what =
        told(by_turns([|| {}, || drop(Mutex::new(()).named("two").lock())]));
    let at = line(-1);
    assert_eq!(
        what,
        format!("main comes to two.lock at {at}, and did not before")
    );
}

#[test]
fn another_object_in_the_same_place_is_told_so() {
    let runs = Counter::new(0);
    let what = told(Box::new(move || {
        let forks = ["left", "right"].map(|it| Mutex::new(()).named(it));
        forks.iter().for_each(|it| drop(it.lock()));
        drop(forks[runs.fetch_add(1, SeqCst) % 2].lock());
    }));
    let at = line(-2);
    let comes = format!("main comes to right.lock at {at}");
    assert_eq!(
        what,
        format!("{comes}, and came to another object there before")
    );
}

#[test]
fn who_can_go_on_now_and_could_not_before_is_told() {
    let runs = Counter::new(0);
    let what = told(Box::new(move || {
        let permits = 1 + runs.fetch_add(1, SeqCst) % 2;
        let seats = Semaphore::new(permits).named("seats");
        thread::scope(|scope| {
            scope.spawn(|| {
                seats.acquire();
                seats.release();
            });
            seats.acquire();
            seats.release();
        });
    }));
    let at = line(-4);
    let waits = "main has to wait for seats.acquire at";
    assert_eq!(what, format!("{waits} {at}, and did not before"));
}

#[test]
fn a_panic_that_does_not_come_again_is_told_with_its_place() {
    let what = told(by_turns([|| panic!("only now and then"), || {}]));
    let at = line(-1);
    let end = "the program comes to its end, and came to";
    assert_eq!(what, format!("{end} a panic of main at {at} before"));
}

#[test]
fn what_differs_is_part_of_the_report() {
    fn after_a_step(times: usize) {
        drop(Mutex::new(()).named("gate").lock());
        so_many_times(|| times);
    }
    let turns = by_turns([|| after_a_step(1), || after_a_step(0)]);
    let report = Explorer::new().run(turns);
    let filters = vec![(r"\.rs:\d+", ".rs:_")];
    insta::with_settings!({ filters => filters }, {
        insta::assert_snapshot!(report.render(), @r"
        not deterministic
              main
          1   gate.lock  told.rs:_
          main comes to count.fetch_add at mod.rs:_, and came to lock at mod.rs:_ before, though the same was decided: it goes by the clock, by chance, by an address, or by something that outlives an execution
          schedule 0
        ");
    });
}

#[test]
fn what_was_made_outside_is_called_by_its_name() {
    let outside = Arc::new(Mutex::new(0).named("outside"));
    let report = Explorer::new().run(move || *outside.lock() += 1);
    let at = line(-1);
    let failure = report.failure().unwrap();
    assert_eq!(failure.kind(), FailureKind::NotDeterministic);
    assert_eq!(
        failure.message(),
        format!(
            "outside, which main uses at {at}, was made outside of the \
             program and would carry its state from one execution to the \
             next: make it inside"
        )
    );
}
