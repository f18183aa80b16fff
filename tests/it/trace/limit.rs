//! The event limit: what is kept, what is counted.

use std::sync::{Arc, Barrier};

use workbench::sync::Mutex;
use workbench::thread;
use workbench::trace::{Ending, Outcome, Recorder, Trace, What, note};

/// `threads` threads that try `each` notes, and what else they record.
fn notes(limit: u64, threads: u64, each: u64) -> Trace {
    let ((), trace) = Recorder::new().limit(limit).record(|| {
        let body = move || (0..each).for_each(|n| note(n.to_string()));
        let start = |_| thread::spawn(body);
        let handles: Vec<_> = (0..threads).map(start).collect();
        handles.into_iter().for_each(|handle| handle.join().unwrap());
    });
    trace
}

#[test]
fn a_lone_lane_is_given_every_event_up_to_the_limit() {
    for limit in [0, 1, 2, 7, 100, 1000] {
        let (body, recorder) =
            (|| (0..2000).for_each(|n| note(n.to_string())), Recorder::new());
        let ((), trace) = recorder.limit(limit).record(body);
        assert_eq!(trace.events.len() as u64, limit);
        // A beginning and an end, which are two events, beside the notes.
        assert_eq!(trace.end.events + trace.end.dropped, 2000 + 3);
    }
}

#[test]
fn what_is_not_kept_is_counted_exactly() {
    const THREADS: u64 = 8;
    const EACH: u64 = 500;
    let attempted = |trace: &Trace| trace.end.events + trace.end.dropped;
    let all = notes(1_000_000, THREADS, EACH);
    assert_eq!(all.end.dropped, 0);
    // A join that finds the thread at its end records nothing; all else is
    // the same in every run: spawn, begin, notes, end and done of each
    // thread, begin, end and done of main.
    let least = THREADS * (EACH + 4) + 3;
    let most = least + 2 * THREADS;
    assert!((least..=most).contains(&attempted(&all)));
    for limit in [10, 100, 1000, 3000] {
        let cut = notes(limit, THREADS, EACH);
        assert!(cut.end.events <= limit);
        assert!((least..=most).contains(&attempted(&cut)), "{:?}", cut.end);
        assert_eq!(cut.events.len() as u64, cut.end.events);
        assert_eq!(Trace::from_json(&cut.to_json()).as_ref(), Ok(&cut));
    }
}

#[test]
fn lanes_that_are_idle_keep_little_from_the_others() {
    let (limit, idle) = (200, 20);
    let ((), trace) = Recorder::new().limit(limit).record(|| {
        let (begun, end) = (
            Arc::new(Barrier::new(idle + 1)),
            Arc::new(Barrier::new(idle + 1)),
        );
        let start = |_| {
            let (begun, end) = (begun.clone(), end.clone());
            thread::spawn(move || {
                note("here");
                begun.wait();
                end.wait();
            })
        };
        let handles: Vec<_> = (0..idle).map(start).collect();
        begun.wait();
        (0..2 * limit).for_each(|n| note(n.to_string()));
        end.wait();
        handles.into_iter().for_each(|handle| handle.join().unwrap());
    });
    assert!(trace.end.dropped > 0);
    assert!(trace.end.events <= limit);
    assert!(trace.end.events >= limit * 3 / 4, "{:?}", trace.end);
}

#[test]
fn a_full_recorder_still_tells_a_deadlock() {
    let (ending, trace) = Recorder::new().limit(20).watch(|| {
        (0..100).for_each(|n| note(n.to_string()));
        let lock = Mutex::new(()).named("late");
        let _first = lock.lock();
        let _second = lock.lock();
    });
    assert!(matches!(ending, Ending::Deadlock));
    assert_eq!(trace.end.outcome, Outcome::Deadlock);
    let Some(What::Deadlock { waits, circle: true }) =
        trace.events.last().map(|event| &event.what)
    else {
        panic!("the last event is {:?}", trace.events.last());
    };
    assert_eq!(waits.len(), 1);
    assert_eq!((waits[0].lane, waits[0].holder), (0, Some(0)));
    assert_eq!(trace.objects[waits[0].object as usize].name, "late");
    assert_eq!(Trace::from_json(&trace.to_json()).as_ref(), Ok(&trace));
}
