//! A program that goes no further is a finding, wherever it stands.
//!
//! To be sure of that takes some seconds: the programs wait side by side.

use std::io::{Read, pipe};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use workbench::coroutine::Generator;
use workbench::explore::{Explorer, FailureKind, Report, Strategy, Verdict};
use workbench::sync::Mutex;
use workbench::thread;

type Program = fn();

/// What computes without end ends with this.
static ENOUGH: AtomicBool = AtomicBool::new(false);

fn compute_without_end() {
    while !ENOUGH.load(Relaxed) {
        std::hint::spin_loop();
    }
}

#[expect(clippy::disallowed_methods, reason = "the system's own is meant")]
fn sleep_in_the_system(time: Duration) {
    std::thread::sleep(time);
}

/// Runs `go` in a second thread, after a step.
fn in_a_thread(go: impl FnOnce() + Send + 'static) {
    let lock = Arc::new(Mutex::new(()).named("lock"));
    let other = thread::Builder::new().name("second").spawn(move || {
        drop(lock.lock());
        go();
    });
    let _ = other.unwrap().join();
}

/// Two threads; one has a lock of std's while it comes to a step.
fn locks_of_std() {
    let foreign = Arc::new(std::sync::Mutex::new(()));
    let lock = Arc::new(Mutex::new(()).named("lock"));
    let other = thread::Builder::new().name("second").spawn({
        let (foreign, lock) = (foreign.clone(), lock.clone());
        move || {
            let _foreign = foreign.lock().unwrap();
            drop(lock.lock());
        }
    });
    drop(lock.lock());
    drop(foreign.lock());
    let _ = other.unwrap().join();
}

fn reads_from_a_pipe() {
    in_a_thread(|| {
        let (mut reader, _writer) = pipe().unwrap();
        let _ = reader.read(&mut [0]);
    });
}

fn receives_from_std() {
    in_a_thread(|| {
        let (_sender, receiver) = mpsc::channel::<()>();
        let _ = receiver.recv();
    });
}

fn computes_in_a_generator() {
    in_a_thread(|| {
        let computes = |y: workbench::coroutine::Yielder<'_, u32, ()>| {
            compute_without_end();
            y.yield_(1);
        };
        Generator::<u32>::new(computes).next();
    });
}

/// The main thread waits for ever, and the destructor that runs because of
/// it sleeps.
fn sleeps_in_a_destructor() {
    struct Sleeps;
    impl Drop for Sleeps {
        fn drop(&mut self) {
            sleep_in_the_system(Duration::from_secs(3600));
        }
    }
    let lock = Mutex::new(());
    let _sleeps = Sleeps;
    let _held = lock.lock();
    drop(lock.lock());
}

/// A report of each, in their order.
fn explore_all(programs: &[Program]) -> Vec<Report> {
    let explore = |program: &Program| {
        let program = *program;
        std::thread::spawn(move || Explorer::new().run(program))
    };
    let all: Vec<_> = programs.iter().map(explore).collect();
    all.into_iter().map(|it| it.join().unwrap()).collect()
}

#[test]
fn whatever_blocks_outside_of_the_library_is_stuck_and_has_a_name() {
    let programs: [Program; 6] = [
        locks_of_std,
        || {
            in_a_thread(|| {
                sleep_in_the_system(Duration::from_secs(3600));
            });
        },
        reads_from_a_pipe,
        receives_from_std,
        || in_a_thread(compute_without_end),
        computes_in_a_generator,
    ];
    for (index, report) in explore_all(&programs).iter().enumerate() {
        let all = report.render();
        let failure = report.failure().unwrap();
        assert_eq!(failure.kind(), FailureKind::Stuck, "{index}: {all}");
        assert_eq!(report.verdict(), Verdict::Failed);
        // Which of the two it is that waits for std's lock is open.
        if index > 0 {
            let message = failure.message();
            assert!(message.contains("second"), "{index}: {message}");
        }
        assert!(failure.place().unwrap().file.ends_with("stuck.rs"), "{all}");
        assert!(!failure.schedule().is_empty(), "{index}: {all}");
        assert!(all.contains("lock.lock"), "{index}: {all}");
    }
    ENOUGH.store(true, Relaxed);
}

#[test]
fn one_that_is_stuck_from_the_first_or_at_the_last_is_found_as_well() {
    let programs: [Program; 2] = [
        || sleep_in_the_system(Duration::from_secs(3600)),
        sleeps_in_a_destructor,
    ];
    let reports = explore_all(&programs);
    let failures: Vec<_> =
        reports.iter().map(|it| it.failure().unwrap()).collect();
    for failure in &failures {
        assert_eq!(failure.kind(), FailureKind::Stuck);
        let message = failure.message();
        assert!(message.starts_with("main "), "{message}");
    }
    assert_eq!(failures[0].place(), None);
    assert!(failures[1].place().is_some());
}

#[test]
fn a_schedule_leads_to_where_the_program_is_stuck_again() {
    let report = Explorer::new().run(locks_of_std);
    let schedule = report.failure().unwrap().schedule();
    let again = workbench::explore::replay(schedule, locks_of_std);
    let failure = again.failure().unwrap();
    assert_eq!(failure.kind(), FailureKind::Stuck, "{}", again.render());
    assert_eq!(failure.schedule(), schedule);
    assert_eq!(
        failure.trace().to_json(),
        report.failure().unwrap().trace().to_json()
    );
}

#[test]
fn one_that_is_slow_is_not_stuck() {
    // Together they take longer than what is called stuck.
    let report = Explorer::new().strategy(Strategy::Dfs).run(|| {
        let lock = Mutex::new(());
        for _ in 0..7 {
            drop(lock.lock());
            sleep_in_the_system(Duration::from_millis(800));
        }
    });
    assert_eq!(report.verdict(), Verdict::Proved, "{}", report.render());
}

/// What the explorer itself does between two steps may take its time: here,
/// to compare every pair of 20,000 steps.
#[test]
fn a_long_execution_is_not_stuck() {
    let report = Explorer::new()
        .strategy(Strategy::Dpor)
        .max_steps(50_000)
        .max_executions(2)
        .run(|| {
            let lock = Arc::new(Mutex::new(0));
            let add = |lock: &Mutex<u32>| {
                for _ in 0..10_000 {
                    *lock.lock() += 1;
                }
            };
            let other = thread::spawn({
                let lock = lock.clone();
                move || add(&lock)
            });
            add(&lock);
            other.join().unwrap();
        });
    assert_eq!(report.verdict(), Verdict::NothingFound, "{}", report.render());
}
