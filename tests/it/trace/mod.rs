//! The trace: what live runs record, how a stuck run is found, the format.

mod causes;
mod html;
mod json;
mod limit;
mod live;
mod perfetto;
mod record;
mod said;
mod schema;
mod svg;
mod watch;

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use workbench::sync::atomic::{AtomicI64, Ordering};
use workbench::sync::{Barrier, Condvar, Mutex, RwLock};
use workbench::thread::{self, Builder};
use workbench::trace::{Event, ObjectKind, State, Trace, What, note};

/// Only ever over when a test fails.
const LONG: Duration = Duration::from_secs(60);

/// The lane of this name.
pub(crate) fn lane(trace: &Trace, name: &str) -> u32 {
    let mut lanes = trace.lanes.iter().filter(|lane| lane.name == name);
    let lane = lanes.next().unwrap_or_else(|| panic!("no lane {name}"));
    assert!(lanes.next().is_none(), "two lanes {name}");
    lane.id
}

/// The object of this name.
pub(crate) fn object(trace: &Trace, name: &str) -> u32 {
    let mut objects = trace.objects.iter().filter(|it| it.name == name);
    let object = objects.next().unwrap_or_else(|| panic!("no object {name}"));
    assert!(objects.next().is_none(), "two objects {name}");
    object.id
}

/// The events of a lane.
pub(crate) fn events_of(trace: &Trace, lane: u32) -> Vec<&Event> {
    trace.events.iter().filter(|event| event.lane == lane).collect()
}

/// The event that made this one possible.
fn cause<'a>(trace: &'a Trace, event: &Event) -> Option<&'a Event> {
    event.cause.map(|step| &trace.events[step as usize])
}

/// What is true of every trace of a run that lost no event, whatever ran.
pub(crate) fn check_whole(trace: &Trace) {
    assert_eq!(trace.end.dropped, 0);
    assert_eq!(trace.end.events, trace.events.len() as u64);
    check_order(trace);
    check_states(trace);
    // Reading checks every number for its range.
    assert_eq!(Trace::from_json(&trace.to_json()).as_ref(), Ok(trace));
}

/// What is true besides of a run with nothing but threads, locks and
/// condition variables.
fn check(trace: &Trace) {
    check_whole(trace);
    check_holds(trace);
    check_causes(trace);
}

fn check_order(trace: &Trace) {
    let mut last = 0;
    for (event, step) in trace.events.iter().zip(0..) {
        assert_eq!(event.step, step);
        assert!(event.time >= last, "time goes back at {event:?}");
        last = event.time;
        if let Some(cause) = cause(trace, event) {
            assert!(cause.step < event.step, "{event:?}");
            assert!(cause.time <= event.time, "{event:?}");
        }
    }
    assert!(trace.end.time >= last);
}

fn check_states(trace: &Trace) {
    for pair in trace.spans().windows(2) {
        let [one, next] = pair else { unreachable!() };
        if one.lane == next.lane {
            assert!(one.steps.1 <= next.steps.0, "{one:?} {next:?}");
            assert!(one.times.1 <= next.times.0, "{one:?} {next:?}");
        }
    }
}

/// A lane holds and releases in turn, and what is no lock for readers has one
/// holder at a time.
fn check_holds(trace: &Trace) {
    let mut holders: Vec<Vec<u32>> = vec![Vec::new(); trace.objects.len()];
    for event in &trace.events {
        match event.what {
            What::Hold { object } => {
                let readers =
                    trace.objects[object as usize].kind == ObjectKind::RwLock;
                let holders = &mut holders[object as usize];
                assert!(holders.is_empty() || readers, "held twice: {event:?}");
                holders.push(event.lane);
            }
            What::Release { object } => {
                let holders = &mut holders[object as usize];
                let own = holders.iter().position(|by| *by == event.lane);
                holders.remove(own.unwrap_or_else(|| panic!("{event:?}")));
            }
            _ => {}
        }
    }
}

/// Every cause is of the kind that can make its effect possible, and lanes
/// begin with one.
fn check_causes(trace: &Trace) {
    let mut begun = vec![false; trace.lanes.len()];
    for event in &trace.events {
        let by = cause(trace, event);
        let first = !std::mem::replace(&mut begun[event.lane as usize], true);
        if first && trace.lanes[event.lane as usize].parent.is_some() {
            let spawn = What::Spawn { child: event.lane };
            assert_eq!(by.map(|by| &by.what), Some(&spawn), "{event:?}");
            continue;
        }
        let Some(by) = by else { continue };
        match (&event.what, &by.what) {
            (What::Hold { object }, What::Release { object: of }) => {
                assert_eq!(object, of);
                assert_ne!(event.lane, by.lane, "handed over to oneself");
            }
            (What::State { state: State::Run, .. }, What::Signal { .. }) => {}
            _ => panic!("{by:?} cannot cause {event:?}"),
        }
    }
}

/// A run with a bit of everything and much contention, the same for a seed
/// as far as threads allow: `threads` threads of `rounds` rounds.
fn busy(threads: u64, rounds: u32, seed: u64) {
    let locks: Arc<Vec<_>> = Arc::new(
        (0..3).map(|n| Mutex::new(n).named(format!("L{n}"))).collect(),
    );
    let turn = Arc::new((Mutex::new(0_u64).named("turn"), Condvar::new()));
    let count = Arc::new(AtomicI64::new(0).named("count"));
    let ended = Arc::new(AtomicU32::new(0));
    let start = |n| {
        let (locks, turn) = (locks.clone(), turn.clone());
        let (count, ended) = (count.clone(), ended.clone());
        let body = move || {
            let mut random = Random(seed * 1000 + n);
            for _ in 0..rounds {
                step(random.below(8), &mut random, &locks, &turn, &count);
            }
            ended.fetch_add(1, Ordering::Relaxed);
        };
        Builder::new().name(format!("busy-{n}")).spawn(body).unwrap()
    };
    let handles: Vec<_> = (0..threads).map(start).collect();
    handles.into_iter().for_each(|handle| handle.join().unwrap());
    assert_eq!(u64::from(ended.load(Ordering::Relaxed)), threads);
}

fn step(
    which: u64,
    random: &mut Random,
    locks: &[Mutex<i32>],
    turn: &(Mutex<u64>, Condvar),
    count: &AtomicI64,
) {
    let lock = &locks[random.below(3) as usize];
    match which {
        0 | 1 => *lock.lock() += 1,
        2 => {
            let _first = locks[0].lock();
            thread::yield_now();
            *locks[1].lock() += 1;
        }
        3 => drop(lock.try_lock()),
        4 => drop(lock.lock_timeout(Duration::from_micros(50))),
        5 => {
            count.fetch_add(1, Ordering::Relaxed);
        }
        6 => {
            let mut turns = turn.0.lock();
            *turns += 1;
            turn.1.notify_all();
            turn.1.wait_timeout(&mut turns, Duration::from_micros(200));
        }
        _ => thread::spawn(|| note("hello")).join().unwrap(),
    }
}

/// splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

/// The states of a lane, in order, with the names of what they are about.
fn states(trace: &Trace, lane: u32) -> Vec<(State, Option<&str>)> {
    let name = |id: u32| trace.objects[id as usize].name.as_str();
    trace
        .spans()
        .into_iter()
        .filter(|span| span.lane == lane)
        .map(|span| (span.state, span.object.map(name)))
        .collect()
}

/// The kind of the object of this name.
fn kind(trace: &Trace, name: &str) -> ObjectKind {
    trace.objects[object(trace, name) as usize].kind
}

/// Waits until `ready`, which needs no event to become true.
fn until(ready: impl Fn() -> bool) {
    let begin = std::time::Instant::now();
    while !ready() {
        assert!(begin.elapsed() < LONG, "it never came");
        std::thread::yield_now();
    }
}
