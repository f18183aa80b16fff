//! A trace that is told while it grows.

use std::sync::mpsc::channel;

use workbench::queue::Queue;
use workbench::sync::Mutex;
use workbench::thread;
use workbench::trace::{Ending, Recorder, Trace, What, note};

/// What is told of a run, and its whole trace.
fn told(run: impl FnOnce() + Send + 'static) -> (String, Trace) {
    let (say, said) = channel();
    let hear = move |lines: &str| say.send(lines.to_owned()).unwrap();
    let (ending, trace) = Recorder::new().watch_live(hear, run);
    assert!(matches!(ending, Ending::Finished(())), "{ending:?}");
    (said.iter().collect(), trace)
}

/// What was told, with the line that the trace ends with.
fn read(told: &str, trace: &Trace) -> Trace {
    let end = trace.to_json().lines().next_back().unwrap().to_owned();
    Trace::from_json(&format!("{told}{end}\n")).unwrap()
}

#[test]
fn events_are_told_while_the_run_goes_on() {
    let (seen, see) = channel();
    let hear = move |lines: &str| {
        if lines.contains("on my way") {
            let _ = seen.send(());
        }
    };
    let run = move || {
        note("on my way");
        // For ever, if it is told at the end only.
        see.recv().unwrap();
    };
    let (ending, _) = Recorder::new().watch_live(hear, run);
    assert!(matches!(ending, Ending::Finished(())), "{ending:?}");
}

#[test]
fn what_is_told_is_a_trace_with_every_event_once() {
    let (told, whole) = told(|| {
        let left = Mutex::new(0).named("left");
        let queue = Queue::new(2).named("plates");
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for n in 0..500 {
                        queue.put(n).unwrap();
                        *left.lock() += 1;
                    }
                });
            }
            for _ in 0..1500 {
                queue.get().unwrap();
            }
        });
    });
    let told = read(&told, &whole);
    assert_eq!(told.lanes, whole.lanes);
    assert_eq!(told.objects, whole.objects);
    let by_lane = |trace: &Trace| {
        let mut all: Vec<_> =
            trace.events.iter().map(|it| (it.lane, it.what.clone())).collect();
        // What a lane did stays in its order.
        all.sort_by_key(|(lane, _)| *lane);
        all
    };
    assert_eq!(by_lane(&told), by_lane(&whole));
}

#[test]
fn what_was_told_is_not_told_again() {
    let (say, said) = channel();
    let (seen, see) = channel();
    let hear = move |lines: &str| {
        say.send(lines.to_owned()).unwrap();
        if lines.contains("the first lock") {
            let _ = seen.send(());
        }
    };
    let run = move || {
        *Mutex::new(()).named("the first lock").lock();
        see.recv().unwrap();
        *Mutex::new(()).named("the second lock").lock();
    };
    let (_, whole) = Recorder::new().watch_live(hear, run);
    let told = read(&said.iter().collect::<String>(), &whole);
    assert_eq!(told.objects, whole.objects);
    assert!(told.objects.iter().any(|it| it.name == "the second lock"));
}

#[test]
fn deadlock_is_in_the_whole_trace_only() {
    let (say, said) = channel();
    let hear = move |lines: &str| say.send(lines.to_owned()).unwrap();
    let run = || {
        let lock = Mutex::new(()).named("lock");
        let _held = lock.lock();
        let _never = lock.lock();
    };
    let (ending, trace) = Recorder::new().watch_live(hear, run);
    assert!(matches!(ending, Ending::Deadlock), "{ending:?}");
    let told: String = said.iter().collect();
    assert!(told.contains(r#""what":"hold""#), "{told}");
    assert!(!told.contains("deadlock"), "{told}");
    let last = &trace.events.last().unwrap().what;
    assert!(matches!(last, What::Deadlock { .. }), "{last:?}");
}
