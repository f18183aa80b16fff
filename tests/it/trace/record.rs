//! What `record` returns.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use workbench::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use workbench::sync::{Condvar, Mutex};
use workbench::thread::{self, Builder};
use workbench::trace::{
    Clock, LaneKind, ObjectKind, Outcome, Recorder, State, What, is_recording,
    note, record,
};

use super::{busy, check, events_of, kind, lane, object, states};

#[test]
fn the_value_comes_back_beside_the_trace() {
    let (value, trace) = record(|| 42);
    assert_eq!(value, 42);
    check(&trace);
    assert_eq!(trace.end.outcome, Outcome::Finished);
    assert_eq!(trace.run.clock, Clock::Real);
    assert_eq!(trace.lanes.len(), 1);
    assert_eq!(trace.lanes[0].name, "main");
}

#[test]
fn a_run_tells_what_it_was_asked_to() {
    let recorder = Recorder::new()
        .titled("locks", "unprotected", "a hundred threads")
        .param("threads", 100);
    let ((), trace) = recorder.record(|| ());
    assert_eq!(trace.run.lab, "locks");
    assert_eq!(trace.run.variant, "unprotected");
    assert_eq!(trace.run.title, "a hundred threads");
    let params = [("threads".to_owned(), "100".to_owned())];
    assert_eq!(trace.run.params, params);
    assert_eq!(trace.run.os, std::env::consts::OS);
    assert!(trace.run.cores >= 1);
}

#[test]
fn threads_are_lanes_with_names_and_parents() {
    let ((), trace) = record(|| {
        let inner = || drop(Builder::new().name("inner").spawn(|| ()).unwrap());
        Builder::new().name("outer").spawn(inner).unwrap().join().unwrap();
    });
    let outer = lane(&trace, "outer");
    let inner = &trace.lanes[lane(&trace, "inner") as usize];
    assert_eq!(inner.parent, Some(outer));
    assert_eq!(inner.kind, LaneKind::Thread);
    assert_eq!(trace.lanes[outer as usize].parent, Some(0));
    assert_eq!(trace.lanes[0].parent, None);
}

#[test]
fn objects_have_the_name_given_or_the_place_where_they_were_made() {
    let line = line!() + 3;
    let ((), trace) = record(|| {
        let named = Mutex::new(()).named("fork");
        let unnamed = Mutex::new(());
        drop((named.lock(), unnamed.lock()));
        Condvar::new().named("bell").notify_one();
        AtomicBool::new(false).named("flag").load(Ordering::Relaxed);
    });
    check(&trace);
    assert_eq!(kind(&trace, "fork"), ObjectKind::Lock);
    assert_eq!(kind(&trace, &format!("record.rs:{line}")), ObjectKind::Lock);
    assert_eq!(kind(&trace, "bell"), ObjectKind::Condvar);
    assert_eq!(kind(&trace, "flag"), ObjectKind::Variable);
}

#[test]
fn an_event_has_the_place_of_its_call() {
    let fork = Mutex::new(()).named("fork");
    let line = line!() + 1;
    let ((), trace) = record(|| drop(fork.lock()));
    let held = |what: &What| matches!(what, What::Hold { .. });
    let hold = trace.events.iter().find(|event| held(&event.what)).unwrap();
    let place = hold.place.as_ref().unwrap();
    assert_eq!(place.short(), format!("record.rs:{line}"));
}

#[test]
fn sleep_is_a_state() {
    let ((), trace) = record(|| thread::sleep(Duration::from_millis(1)));
    check(&trace);
    let expected =
        [(State::Run, None), (State::Sleep, None), (State::Run, None)];
    assert_eq!(states(&trace, 0), expected);
    let sleep = trace.spans()[1];
    assert!(sleep.times.1 - sleep.times.0 >= 1_000_000);
}

#[test]
fn every_access_of_an_atomic_has_its_value() {
    let ((), trace) = record(|| {
        let left = AtomicI64::new(100).named("left");
        let seen = left.load(Ordering::Relaxed);
        left.store(seen - 1, Ordering::Relaxed);
        assert_eq!(left.swap(7, Ordering::Relaxed), 99);
        assert_eq!(left.fetch_add(3, Ordering::Relaxed), 7);
        assert_eq!(left.fetch_max(50, Ordering::Relaxed), 10);
        let (ok, err) = (Ordering::Relaxed, Ordering::Relaxed);
        assert_eq!(left.compare_exchange(50, 1, ok, err), Ok(50));
        assert_eq!(left.compare_exchange(50, 2, ok, err), Err(1));
        assert_eq!(left.fetch_update(ok, err, |n| Some(n * 9)), Ok(1));
        assert_eq!(left.fetch_update(ok, err, |_| None), Err(9));
    });
    check(&trace);
    let object = object(&trace, "left");
    let read = |value| What::Read { object, value };
    let write = |value| What::Write { object, value };
    let expected = [
        read(100),
        write(99),
        write(7),
        write(10),
        write(50),
        write(1),
        read(1),
        write(9),
        read(9),
    ];
    let accesses = events_of(&trace, 0).into_iter().map(|event| &event.what);
    let accesses = accesses
        .filter(|what| matches!(what, What::Read { .. } | What::Write { .. }));
    assert!(accesses.eq(&expected));
}

#[test]
fn booleans_and_other_integers_are_values_too() {
    let ((), trace) = record(|| {
        let flag = AtomicBool::new(false).named("flag");
        flag.store(true, Ordering::Release);
        assert!(flag.fetch_xor(true, Ordering::AcqRel));
        AtomicU64::new(3).named("n").fetch_sub(5, Ordering::Relaxed);
    });
    let flag = object(&trace, "flag");
    let n = object(&trace, "n");
    let writes: Vec<_> = trace
        .events
        .iter()
        .filter_map(|event| match event.what {
            What::Write { object, value } => Some((object, value)),
            _ => None,
        })
        .collect();
    assert_eq!(writes, [(flag, 1), (flag, 0), (n, -2)]);
}

#[test]
fn notes_are_recorded_where_they_are_said() {
    let ((), trace) = record(|| {
        note("before");
        drop(Mutex::new(()).lock());
        note(String::from("after"));
    });
    check(&trace);
    let texts: Vec<_> = trace
        .events
        .iter()
        .filter_map(|event| match &event.what {
            What::Note { text } => Some(text.as_str()),
            What::Hold { .. } => Some("hold"),
            _ => None,
        })
        .collect();
    assert_eq!(texts, ["before", "hold", "after"]);
}

#[test]
fn a_panic_of_a_thread_is_recorded_after_its_locks_are_released() {
    let ((), trace) = record(|| {
        let lock = Arc::new(Mutex::new(()).named("lock"));
        let inner = lock.clone();
        let body = move || {
            let _guard = inner.lock();
            resume_unwind(Box::new("out of tea"));
        };
        let worker = Builder::new().name("worker").spawn(body).unwrap();
        assert!(worker.join().is_err());
        drop(lock.lock());
    });
    check(&trace);
    let worker = events_of(&trace, lane(&trace, "worker"));
    let position = |want: fn(&What) -> bool| {
        worker.iter().position(|event| want(&event.what)).unwrap()
    };
    let panic = position(
        |what| matches!(what, What::Panic { text } if text == "out of tea"),
    );
    assert!(position(|what| matches!(what, What::Release { .. })) < panic);
}

#[test]
fn after_a_panic_of_the_recorded_closure_nobody_records() {
    let run = AssertUnwindSafe(|| record(|| resume_unwind(Box::new("main"))));
    assert!(catch_unwind(run).is_err());
    assert!(!is_recording());
    let ((), trace) = record(|| note("again"));
    check(&trace);
}

#[test]
fn threads_that_go_on_are_cut() {
    let gate = Arc::new(Barrier::new(2));
    let behind = gate.clone();
    let (handle, trace) = record(|| {
        let body = move || {
            note("in");
            behind.wait();
            note("out");
        };
        let late = Builder::new().name("late").spawn(body).unwrap();
        super::until(|| late.thread().native_id().is_some());
        late
    });
    gate.wait();
    handle.join().unwrap();
    let out = What::Note { text: "out".into() };
    assert!(trace.events.iter().all(|event| event.what != out));
    assert!(trace.lanes.iter().any(|lane| lane.name == "late"));
}

#[test]
fn what_nobody_records_is_not_recorded() {
    let lock = Mutex::new(()).named("lock");
    drop(lock.lock());
    assert!(!is_recording());
    let ((), trace) = record(|| assert!(is_recording()));
    assert!(trace.objects.iter().all(|object| object.name != "lock"));
}

#[test]
fn a_record_inside_a_record_is_apart() {
    let lock = Mutex::new(()).named("lock");
    let (inner, outer) = record(|| {
        let before = lock.lock();
        note("outer");
        drop(before);
        let ((), inner) = record(|| {
            drop(lock.lock());
            note("inner");
            thread::spawn(|| note("inner too")).join().unwrap();
        });
        drop(lock.lock());
        inner
    });
    check(&inner);
    check(&outer);
    let notes = |trace: &workbench::trace::Trace| -> Vec<String> {
        let notes = trace.events.iter().filter_map(|event| match &event.what {
            What::Note { text } => Some(text.clone()),
            _ => None,
        });
        notes.collect()
    };
    assert_eq!(notes(&inner), ["inner", "inner too"]);
    assert_eq!(notes(&outer), ["outer"]);
    assert_eq!((inner.lanes.len(), outer.lanes.len()), (2, 1));
    object(&inner, "lock");
    object(&outer, "lock");
}

#[test]
fn records_of_parallel_threads_do_not_mix() {
    // A lock that all of them use, too: each sees its own part of it.
    let shared = Mutex::new(0).named("shared");
    std::thread::scope(|scope| {
        for n in 0..4_u32 {
            let shared = &shared;
            scope.spawn(move || {
                let ((), trace) = record(|| {
                    for _ in 0..200 {
                        *shared.lock() += 1;
                        note(format!("{n}"));
                    }
                    busy(3, 20, u64::from(n));
                });
                check(&trace);
                object(&trace, "shared");
                let own = n.to_string();
                for event in events_of(&trace, 0) {
                    if let What::Note { text } = &event.what {
                        assert_eq!(*text, own);
                    }
                }
            });
        }
    });
    assert_eq!(shared.into_inner(), 800);
}

#[test]
fn a_thread_that_ends_with_a_lock_in_a_thread_local_harms_nobody() {
    struct Locks(Arc<Mutex<u32>>);
    impl Drop for Locks {
        fn drop(&mut self) {
            *self.0.lock() += 1;
        }
    }
    thread_local! {
        static LAST: std::cell::RefCell<Option<Locks>> =
            const { std::cell::RefCell::new(None) };
    }
    let lock = Arc::new(Mutex::new(0).named("lock"));
    let ((), trace) = record(|| {
        let lock = lock.clone();
        let body = move || LAST.set(Some(Locks(lock)));
        thread::spawn(body).join().unwrap();
    });
    check(&trace);
    assert_eq!(*lock.lock(), 1);
}
