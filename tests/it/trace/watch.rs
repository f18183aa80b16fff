//! `watch`: a run that cannot go on is found out, and no other is.

use std::sync::{Arc, Barrier};
use std::time::Duration;

use workbench::sync::{Condvar, Event, Lock, Mutex, MutexGuard, RwLock};
use workbench::thread::{self, Builder};
use workbench::trace::render::words;
use workbench::trace::{
    Ending, Outcome, State, Trace, Wait, What, note, waitfor, watch,
};

use super::{busy, check, lane};
use crate::asleep::until_asleep;

/// Runs what cannot go on; who waits, and whether they close a circle.
fn stuck(run: impl FnOnce() + Send + 'static) -> (Trace, Vec<Wait>, bool) {
    let (ending, trace) = watch(run);
    assert!(matches!(ending, Ending::Deadlock), "{ending:?}");
    assert_eq!(trace.end.outcome, Outcome::Deadlock);
    check(&trace);
    let Some(What::Deadlock { waits, circle }) =
        trace.events.last().map(|event| event.what.clone())
    else {
        panic!("the last event is {:?}", trace.events.last());
    };
    (trace, waits, circle)
}

/// "who waits for what, held by whom".
fn say(trace: &Trace, wait: &Wait) -> String {
    let lane = |id: u32| trace.lanes[id as usize].name.as_str();
    let object = &trace.objects[wait.object as usize].name;
    let holder = wait.holder.map_or("nobody", lane);
    format!("{} waits for {object}, held by {holder}", lane(wait.lane))
}

fn say_all(trace: &Trace, waits: &[Wait]) -> Vec<String> {
    waits.iter().map(|wait| say(trace, wait)).collect()
}

/// `count` threads in a round; each takes its own lock and, once all have,
/// the next one's.
fn round(count: usize) {
    let lock = |n| Arc::new(Mutex::new(()).named(format!("lock{n}")));
    let locks: Vec<_> = (1..=count).map(lock).collect();
    let all_hold_one = Arc::new(Barrier::new(count));
    let start = |n: usize| {
        let (own, next) = (locks[n].clone(), locks[(n + 1) % count].clone());
        let all_hold_one = all_hold_one.clone();
        let named = Builder::new().name(format!("Thread-{}", n + 1));
        let body = move || {
            let _own = own.lock();
            all_hold_one.wait();
            let _next = next.lock();
        };
        named.spawn(body).unwrap()
    };
    let handles: Vec<_> = (0..count).map(start).collect();
    handles.into_iter().for_each(|handle| handle.join().unwrap());
}

/// The lines of `round` that take the own lock and the next.
fn lines_of_round() -> (u32, u32) {
    let line = |code: &str| {
        let lines = include_str!("watch.rs").lines();
        let mut at = lines.zip(1..).filter(|(line, _)| line.trim() == code);
        at.next().unwrap().1
    };
    (line("let _own = own.lock();"), line("let _next = next.lock();"))
}

#[test]
fn two_locks_in_opposite_order_are_a_circle_with_four_places() {
    let (trace, waits, circle) = stuck(|| round(2));
    assert!(circle);
    assert_eq!(
        say_all(&trace, &waits),
        [
            "Thread-1 waits for lock2, held by Thread-2",
            "Thread-2 waits for lock1, held by Thread-1",
        ]
    );
    let (held, wanted) = lines_of_round();
    for wait in waits {
        assert_eq!(wait.place.short(), format!("watch.rs:{wanted}"));
        let held_at = wait.held_at.unwrap();
        assert_eq!(held_at.short(), format!("watch.rs:{held}"));
    }
}

#[test]
fn three_locks_are_a_circle_of_three() {
    let (trace, waits, circle) = stuck(|| round(3));
    assert!(circle);
    assert_eq!(
        say_all(&trace, &waits),
        [
            "Thread-1 waits for lock2, held by Thread-2",
            "Thread-2 waits for lock3, held by Thread-3",
            "Thread-3 waits for lock1, held by Thread-1",
        ]
    );
}

#[test]
fn a_lock_taken_twice_by_one_thread_is_a_circle_of_one() {
    let (trace, waits, circle) = stuck(|| {
        let lock = Mutex::new(()).named("lock");
        let _first = lock.lock();
        let _second = lock.lock();
    });
    assert!(circle);
    let expected = ["main waits for lock, held by main"];
    assert_eq!(say_all(&trace, &waits), expected);
}

#[test]
fn joining_a_thread_that_waits_for_the_joiner_s_lock_is_a_circle() {
    let (trace, waits, circle) = stuck(|| {
        let lock = Arc::new(Mutex::new(()).named("lock"));
        let _guard = lock.lock();
        let inner = lock.clone();
        let child = Builder::new().name("child");
        child.spawn(move || drop(inner.lock())).unwrap().join().unwrap();
    });
    assert!(circle);
    assert_eq!(
        say_all(&trace, &waits),
        [
            "main waits for child, held by child",
            "child waits for lock, held by main",
        ]
    );
}

#[test]
fn the_end_of_a_scope_is_part_of_a_circle() {
    let (trace, waits, circle) = stuck(|| {
        let lock = Mutex::new(()).named("lock");
        let _guard = lock.lock();
        thread::scope(|scope| {
            let child = Builder::new().name("child");
            child.spawn_scoped(scope, || drop(lock.lock())).unwrap();
        });
    });
    assert!(circle);
    assert_eq!(waits.len(), 2);
    assert_eq!(say(&trace, &waits[0]), "main waits for child, held by child");
}

#[test]
fn a_circle_is_found_although_others_go_on() {
    let (_, waits, circle) = stuck(|| {
        let busy = || loop {
            thread::sleep(Duration::from_millis(1));
        };
        Builder::new().daemon(true).spawn(busy).unwrap();
        round(2);
    });
    assert!(circle);
    assert_eq!(waits.len(), 2);
}

#[test]
fn a_lost_wake_up_leaves_nobody() {
    let (trace, waits, circle) = stuck(|| {
        let (ready, changed) = (Mutex::new(()), Condvar::new().named("ready"));
        changed.notify_one();
        changed.wait(&mut ready.lock());
    });
    assert!(!circle);
    let expected = ["main waits for ready, held by nobody"];
    assert_eq!(say_all(&trace, &waits), expected);
}

#[test]
fn everybody_who_waits_is_named_where_nobody_is_left() {
    let (trace, waits, circle) = stuck(|| {
        let parked = Builder::new().name("parked");
        let parked = parked.spawn(thread::park).unwrap();
        parked.join().unwrap();
    });
    assert!(!circle);
    assert_eq!(
        say_all(&trace, &waits),
        [
            "parked waits for unpark of parked, held by nobody",
            "main waits for parked, held by parked",
        ]
    );
}

/// What is told of the deadlock, with `file:line` as the code on that line,
/// and without the time.
fn told(trace: &Trace) -> Vec<String> {
    let lines: Vec<&str> = include_str!("watch.rs").lines().collect();
    let code = |text: &str| {
        let mut parts = text.split("(watch.rs:");
        let mut text = parts.next().unwrap().to_owned();
        for part in parts {
            let (line, rest) = part.split_once(')').unwrap();
            let line: usize = line.parse().unwrap();
            text += &format!("({}){rest}", lines[line - 1].trim());
        }
        text
    };
    let mut told = words::deadlock(trace, trace.events.last().unwrap());
    let what = told[0].split_once(": ").unwrap().1;
    told[0] = what.to_owned();
    told.iter().map(|line| code(line)).collect()
}

#[test]
fn a_reader_that_wants_to_write_is_a_circle_of_one() {
    let (trace, waits, circle) = stuck(|| {
        let paper = RwLock::new(1).named("newspaper");
        let _issue = paper.read();
        *paper.write() += 1;
    });
    assert!(circle);
    let expected = ["main waits for newspaper, held by main"];
    assert_eq!(say_all(&trace, &waits), expected);
    assert_eq!(
        told(&trace),
        [
            "nobody in this circle can go on",
            "  main holds newspaper (let _issue = paper.read();) and waits \
             for newspaper (*paper.write() += 1;)",
        ]
    );
}

/// Two readers in each other's way, in a run whose main thread joins both.
#[test]
fn a_circle_of_readers_comes_first_and_everybody_else_is_told_too() {
    let (trace, _, circle) = stuck(|| {
        let paper = Arc::new(RwLock::new(1).named("newspaper"));
        let both_read = Arc::new(Barrier::new(2));
        let start = |name| {
            let (paper, both_read) = (paper.clone(), both_read.clone());
            let reader = move || {
                let _issue = paper.read();
                both_read.wait();
                drop(paper.write());
            };
            Builder::new().name(name).spawn(reader).unwrap()
        };
        for reader in [start("anna"), start("bert")] {
            reader.join().unwrap();
        }
    });
    assert!(circle);
    let both = "holds newspaper (let _issue = paper.read();) and waits for \
                newspaper (drop(paper.write());)";
    assert_eq!(
        told(&trace),
        [
            "nobody in this circle can go on".to_owned(),
            format!("  anna {both}"),
            "everybody else waits too".to_owned(),
            format!("  bert {both}"),
            "  main waits for the end of anna (reader.join().unwrap();)"
                .to_owned(),
        ]
    );
}

/// Any thread could release it, so that its taker is not in its own way; but
/// the taker is named.
#[test]
fn the_taker_of_a_lock_is_told_and_whoever_only_joins_comes_last() {
    let (trace, _, circle) = stuck(|| {
        let turn = Arc::new(Lock::new().named("turn"));
        let other = turn.clone();
        turn.acquire();
        let go = Event::new().named("go");
        let releaser = move || {
            go.wait();
            other.release().unwrap();
        };
        let releaser = Builder::new().name("releaser").spawn(releaser);
        let taker = move || turn.acquire();
        let taker = Builder::new().name("taker").spawn(taker);
        releaser.unwrap().join().unwrap();
        taker.unwrap().join().unwrap();
    });
    assert!(!circle);
    assert_eq!(
        told(&trace),
        [
            "everybody waits, and nobody is left to wake them",
            "  releaser waits for go (go.wait();)",
            "  taker waits for turn (let taker = move || turn.acquire();)",
            "  main holds turn (turn.acquire();) and waits for the end of \
             releaser (releaser.unwrap().join().unwrap();)",
        ]
    );
}

#[test]
fn run_inside_watch_waits_for_a_stuck_thread() {
    let (trace, waits, _) = stuck(|| {
        thread::run(|| {
            Builder::new().name("stuck").spawn(thread::park).unwrap();
        });
    });
    let expected = "main waits for stuck, held by stuck";
    assert_eq!(say(&trace, &waits[1]), expected);
}

#[test]
fn a_daemon_that_is_stuck_does_not_keep_a_run() {
    let (ending, _) = watch(|| {
        thread::run(|| {
            Builder::new().daemon(true).spawn(thread::park).unwrap();
        });
        7
    });
    assert_eq!(ending.finished(), Some(7));
}

#[test]
fn a_wait_with_a_timeout_is_no_deadlock() {
    let (ending, trace) = watch(|| {
        let lock = Mutex::new(()).named("lock");
        let _guard = lock.lock();
        let timeout = Duration::from_millis(700);
        lock.lock_timeout(timeout).is_none()
    });
    assert_eq!(ending.finished(), Some(true));
    check(&trace);
}

#[test]
fn a_long_sleep_is_no_deadlock() {
    let (ending, _) = watch(|| {
        let lock = Arc::new(Mutex::new(()).named("lock"));
        let guard = lock.lock();
        let inner = lock.clone();
        let waiter = thread::spawn(move || drop(inner.lock()));
        thread::sleep(Duration::from_millis(800));
        drop(guard);
        waiter.join().unwrap();
    });
    assert!(ending.finished().is_some());
}

#[test]
fn heavy_traffic_is_no_deadlock() {
    for seed in 0..10 {
        let (ending, trace) = watch(move || busy(8, 150, seed));
        assert!(ending.finished().is_some());
        check(&trace);
    }
}

#[test]
fn many_that_wake_each_other_are_no_deadlock() {
    // At every moment all but one are blocked, for ever as far as they know.
    const ROUNDS: u32 = 2000;
    let (ending, trace) = watch(|| {
        let pair = Arc::new((Mutex::new(0_u32), Condvar::new()));
        let start = |own: u32| {
            let pair = pair.clone();
            thread::spawn(move || {
                let mut turn = pair.0.lock();
                while *turn < ROUNDS {
                    if *turn % 4 == own {
                        *turn += 1;
                        pair.1.notify_all();
                    } else {
                        pair.1.wait(&mut turn);
                    }
                }
            })
        };
        let handles: Vec<_> = (0..4).map(start).collect();
        handles.into_iter().for_each(|handle| handle.join().unwrap());
    });
    assert!(ending.finished().is_some());
    check(&trace);
}

#[test]
fn a_panic_of_main_is_an_ending() {
    let (ending, trace) = watch(|| {
        let lock = Mutex::new(()).named("lock");
        let _guard = lock.lock();
        std::panic::resume_unwind(Box::new("out of tea"));
    });
    let Ending::<()>::Panicked(text) = ending else { panic!("{ending:?}") };
    assert_eq!(text, "out of tea");
    assert_eq!(trace.end.outcome, Outcome::Panicked);
    check(&trace);
    let panic = What::Panic { text };
    assert!(trace.events.iter().any(|event| event.what == panic));
}

#[test]
fn after_a_deadlock_the_next_watch_works() {
    for _ in 0..3 {
        stuck(|| round(2));
        let (ending, trace) = watch(|| {
            let lock = Mutex::new(1).named("lock");
            let value = *lock.lock();
            note("fine");
            value
        });
        assert_eq!(ending.finished(), Some(1));
        check(&trace);
    }
}

#[test]
fn a_guard_that_was_kept_from_an_earlier_run_is_nobody_s_in_the_next() {
    static LOCK: Mutex<()> = Mutex::new(());
    let (guard, _): (MutexGuard<'_, ()>, _) =
        workbench::trace::record(|| LOCK.lock());
    // Lane 0 held it then; lane 0 of this run does not.
    let (waiting, released) = std::sync::mpsc::channel();
    let next = std::thread::spawn(move || {
        watch(move || {
            waiting.send(thread::current()).unwrap();
            drop(LOCK.lock());
        })
    });
    until_asleep(&released.recv_timeout(super::LONG).unwrap());
    drop(guard);
    let (ending, _) = next.join().unwrap();
    assert!(ending.finished().is_some());
}

#[test]
fn the_wait_for_graph_can_be_asked_for_at_every_step() {
    let (trace, waits, _) = stuck(|| round(2));
    let last = trace.events.len() as u64;
    let graph = waitfor::at(&trace, last);
    let (one, two) = (lane(&trace, "Thread-1"), lane(&trace, "Thread-2"));
    assert_eq!(graph.circle, [one, two]);
    let of_circle: Vec<_> = graph
        .waits
        .into_iter()
        .filter(|wait| [one, two].contains(&wait.lane))
        .collect();
    assert_eq!(of_circle, waits);
    let begin = waitfor::at(&trace, 0);
    assert!(begin.waits.is_empty() && begin.circle.is_empty());
}

#[test]
fn who_is_stuck_waits_until_the_end_of_the_trace() {
    let (trace, waits, _) = stuck(|| round(2));
    for wait in waits {
        let spans = trace.spans();
        let mut own = spans.iter().filter(|span| span.lane == wait.lane);
        let last = own.next_back().unwrap();
        assert_eq!((last.state, last.object), (State::Wait, Some(wait.object)));
        assert_eq!(last.times.1, trace.extent().1);
        let holds = trace.holds();
        let open = holds.iter().filter(|hold| hold.lane == wait.lane);
        assert!(open.clone().count() == 1 && open.clone().all(|h| h.open));
    }
}
