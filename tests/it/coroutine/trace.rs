//! What a trace says of coroutines.

use std::time::Duration;

use workbench::coroutine::{Generator, Greenlet, green};
use workbench::sync::Mutex;
use workbench::thread;
use workbench::trace::{
    self, Ending, LaneKind, Outcome, Span, State, Trace, What,
};

const SHORT: Duration = Duration::from_millis(2);

fn lane(trace: &Trace, name: &str) -> u32 {
    let found: Vec<_> = trace.lanes.iter().filter(|l| l.name == name).collect();
    assert_eq!(found.len(), 1, "{name}: {:?}", trace.lanes);
    found[0].id
}

/// The lanes in the order in which they run.
fn turns(trace: &Trace) -> Vec<&str> {
    let runs = trace.events.iter().filter_map(|event| {
        let What::State { state: State::Run, .. } = event.what else {
            return None;
        };
        Some(&*trace.lanes[event.lane as usize].name)
    });
    runs.collect()
}

/// On one thread, one lane runs at a time; each lane is in one state at a
/// time; whoever goes on has a reason.
fn check(trace: &Trace) {
    let spans = trace.spans();
    let runs = |span: &&Span| span.state == State::Run;
    let mut running: Vec<&Span> = spans.iter().filter(runs).collect();
    running.sort_by_key(|span| span.steps);
    for pair in running.windows(2) {
        assert!(pair[0].steps.1 <= pair[1].steps.0, "{pair:?}");
    }
    for lane in 0..trace.lanes.len() as u32 {
        let own: Vec<_> = spans.iter().filter(|it| it.lane == lane).collect();
        for pair in own.windows(2) {
            assert_eq!(pair[0].steps.1, pair[1].steps.0, "{pair:?}");
        }
    }
    for event in &trace.events {
        assert!(event.cause.is_none_or(|cause| cause < event.step));
    }
}

fn numbers(name: &str) -> Generator<i32> {
    let generator = Generator::new(|y| {
        y.yield_(1);
        y.yield_(2);
    });
    generator.named(name)
}

#[test]
fn producer_and_consumer_alternate() {
    let ((), trace) = trace::record(|| {
        let mut consumer = Generator::new(|y| {
            let mut reply = "";
            loop {
                let _: u32 = y.yield_(reply);
                reply = "200 OK";
            }
        })
        .named("consumer");
        consumer.next();
        consumer.send(1).unwrap();
        consumer.close();
    });
    check(&trace);
    let consumer = lane(&trace, "consumer");
    assert_eq!(trace.lanes[consumer as usize].kind, LaneKind::Coroutine);
    assert_eq!(trace.lanes[consumer as usize].parent, Some(0));
    assert_eq!(
        turns(&trace),
        ["main", "consumer", "main", "consumer", "main", "consumer", "main",]
    );
    // Whoever resumes waits for the generator; it is ready while it does not
    // run.
    for span in trace.spans() {
        match (span.lane, span.state) {
            (_, State::Run) => {}
            (0, State::Wait) => {
                let object = &trace.objects[span.object.unwrap() as usize];
                assert_eq!(object.name, "consumer");
                assert_eq!(object.lane, Some(consumer));
            }
            (_, state) => {
                assert_eq!((span.lane, state), (consumer, State::Ready));
            }
        }
    }
}

/// The event that a switch is due to lies in the other lane.
#[test]
fn every_switch_has_its_cause_in_the_lane_that_was_left() {
    let ((), trace) = trace::record(|| {
        numbers("numbers").for_each(drop);
    });
    check(&trace);
    let resumed = trace.events.iter().skip(1).filter(|event| {
        matches!(event.what, What::State { state: State::Run, .. })
    });
    for event in resumed {
        let cause = &trace.events[event.cause.unwrap() as usize];
        assert_ne!(cause.lane, event.lane, "{event:?}");
    }
}

#[test]
fn what_a_generator_does_is_told_in_its_lane() {
    let (lock, trace) = trace::record(|| {
        let lock = Mutex::new(0).named("lock");
        let mut generator: Generator<()> = Generator::new(move |y| {
            *lock.lock() += 1;
            y.yield_(());
            panic!("out of flour");
        });
        generator.next();
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            generator.next()
        }))
    });
    assert!(lock.is_err());
    check(&trace);
    let generator = trace.lanes[1].id;
    assert!(trace.lanes[1].name.starts_with("trace.rs:"), "where it was made");
    assert_eq!(trace.holds()[0].lane, generator);
    let panics = trace.events.iter().filter_map(|event| match &event.what {
        What::Panic { text } => Some((event.lane, &**text)),
        _ => None,
    });
    assert!(panics.eq([(generator, "out of flour")]));
}

#[test]
fn greenlets_take_turns() {
    let ((), trace) = trace::record(|| {
        let test2 = Greenlet::empty().named("test2");
        let test1 = Greenlet::new({
            let test2 = test2.clone();
            move |()| {
                test2.switch(());
                test2.switch(());
            }
        })
        .named("test1");
        test2.set_run({
            let test1 = test1.clone();
            move |()| test1.switch(())
        });
        test1.switch(());
    });
    check(&trace);
    // Then main goes on, and at its end drops test1, which unwinds.
    assert_eq!(
        turns(&trace),
        ["main", "test1", "test2", "test1", "test2", "main", "test1", "main"]
    );
    assert_eq!(trace.lanes[2].parent, Some(1), "test1 started test2");
}

#[test]
fn green_tasks_sleep_while_others_run() {
    let ((), trace) = trace::record(|| {
        let tasks = ["a", "b"]
            .map(|name| green::spawn(|| green::sleep(SHORT)).named(name));
        green::join_all(tasks);
    });
    check(&trace);
    let (a, b) = (lane(&trace, "a"), lane(&trace, "b"));
    let states = |of: u32| -> Vec<State> {
        let spans = trace.spans().into_iter().filter(|span| span.lane == of);
        spans.map(|span| span.state).collect()
    };
    for lane in [a, b] {
        let states = states(lane);
        let story = [State::Ready, State::Run, State::Sleep, State::Run];
        assert_eq!(states, story);
    }
    assert_eq!(turns(&trace)[..3], ["main", "a", "b"]);
    let spans = trace.spans();
    let asleep = |of: u32| {
        *spans
            .iter()
            .find(|span| (span.lane, span.state) == (of, State::Sleep))
            .unwrap()
    };
    assert!(asleep(b).steps.0 < asleep(a).steps.1, "both sleep at once");
}

/// A task that sleeps inside a generator leaves both lanes, and comes back
/// into the generator's.
#[test]
fn lanes_nest() {
    let ((), trace) = trace::record(|| {
        let tasks = ["a", "b"].map(|name| {
            green::spawn(move || {
                let mut ticks = Generator::new(|y| {
                    green::sleep(SHORT);
                    y.yield_(());
                })
                .named(format!("ticks of {name}"));
                Iterator::next(&mut ticks)
            })
            .named(name)
        });
        green::join_all(tasks);
    });
    check(&trace);
    let ticks = lane(&trace, "ticks of a");
    assert_eq!(trace.lanes[ticks as usize].parent, Some(lane(&trace, "a")));
    let sleeper = trace.spans().into_iter().find(|it| it.state == State::Sleep);
    assert_eq!(sleeper.unwrap().lane, ticks);
    assert_eq!(trace.events.iter().filter(is_done).count(), 5, "all end");
}

fn is_done(event: &&trace::Event) -> bool {
    matches!(event.what, What::State { state: State::Done, .. })
}

#[test]
fn a_generator_made_before_the_recording_gets_its_lane() {
    let mut generator = numbers("numbers");
    generator.next();
    let (_, first) = trace::record(|| generator.next());
    let (_, second) = trace::record(|| generator.next());
    for trace in [first, second] {
        check(&trace);
        assert_eq!(turns(&trace), ["main", "numbers", "main"]);
    }
}

/// Coroutines are no threads: that one is suspended keeps nobody alive, and a
/// thread that blocks inside one blocks once.
#[test]
fn a_deadlock_inside_a_generator_is_found() {
    let (ending, trace) = trace::watch(|| {
        let lock: &Mutex<()> = Box::leak(Box::new(Mutex::new(())));
        let _suspended = numbers("suspended").next();
        let _guard = lock.lock();
        let mut inner: Generator<()> =
            Generator::new(|_| drop(lock.lock())).named("inner");
        inner.next();
    });
    assert!(matches!(ending, Ending::Deadlock), "{ending:?}");
    assert_eq!(trace.end.outcome, Outcome::Deadlock);
}

#[test]
fn a_thread_that_is_joined_by_a_task_is_no_deadlock() {
    let (ending, trace) = trace::watch(|| {
        let task = green::spawn(|| {
            let thread = thread::spawn(|| thread::sleep(SHORT));
            thread.join().is_ok()
        });
        task.join().unwrap()
    });
    assert_eq!(ending.finished(), Some(true));
    assert_eq!(trace.end.outcome, Outcome::Finished);
}
