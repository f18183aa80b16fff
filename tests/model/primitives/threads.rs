use std::collections::BTreeSet;
use std::sync::Arc;

use workbench::explore::FailureKind;
use workbench::sync::Event;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
use workbench::thread;

use super::{TIME, both, explorer, failure, outcomes, proved};

/// A number that threads share which need not end with a scope.
fn number() -> (Arc<AtomicU32>, Arc<AtomicU32>) {
    let number = Arc::new(AtomicU32::new(0));
    (number.clone(), number)
}

/// Red if `wait` in `token.rs` does not wait.
#[test]
fn join_comes_after_all_that_the_thread_did_and_has_its_value() {
    let report = proved(&explorer(), || {
        let (here, there) = number();
        let thread = thread::spawn(move || {
            there.store(1, SeqCst);
            7
        });
        assert_eq!(thread.join().unwrap(), 7);
        assert_eq!(here.load(SeqCst), 1);
    });
    assert_eq!(report.executions(), 1);
}

/// Red if a join with a timeout does not make the end of a thread a step
/// (`wait_for_end` in `handle.rs`).
#[test]
fn join_with_a_timeout_says_whether_it_has_ended() {
    let joined = outcomes(&explorer(), || {
        let (here, there) = number();
        let thread = thread::spawn(move || there.store(1, SeqCst));
        match thread.join_timeout(TIME) {
            Ok(value) => {
                value.unwrap();
                assert_eq!(here.load(SeqCst), 1);
                true
            }
            Err(thread) => {
                thread.join().unwrap();
                false
            }
        }
    });
    assert_eq!(joined, BTreeSet::from([false, true]));
}

/// Red if the end is no step although somebody looks, or if that a thread
/// leaves those that are alive is not part of it (`end` in `handle.rs`).
#[test]
fn who_looks_sees_a_thread_alive_and_ended() {
    let seen = outcomes(&explorer(), || {
        let (here, there) = number();
        let thread = thread::spawn(move || there.store(1, SeqCst));
        let stored = here.load(SeqCst) == 1;
        let listed = thread::enumerate().contains(thread.thread());
        let alive = thread.thread().is_alive();
        thread.join().unwrap();
        (stored, listed, alive)
    });
    let all = [
        (false, true, true),
        (true, true, true), // it has stored, and not ended
        (true, true, false),
        (true, false, false),
        (false, false, false),
        (false, true, false),
    ];
    assert_eq!(seen, BTreeSet::from(all));
}

/// Red if a start is no step although somebody counts (`declare_spawn` in
/// `program.rs`).
#[test]
fn who_counts_sees_a_thread_start() {
    let counted = outcomes(&explorer(), || {
        let event = Arc::new(Event::new());
        let there = event.clone();
        let start = move || thread::spawn(move || there.wait()).join();
        let count = || {
            let count = thread::active_count();
            event.set();
            count
        };
        both(start, count).1
    });
    assert_eq!(counted, BTreeSet::from([2, 3]));
}

/// Red if a thread is no longer among those that are alive when the step is
/// still to come that is its end (`end` in `handle.rs`): its scope would not
/// wait for it.
#[test]
fn who_counts_sees_a_thread_end() {
    let counted = outcomes(&explorer(), || {
        thread::scope(|scope| {
            scope.spawn(thread::yield_now);
            thread::active_count()
        })
    });
    assert_eq!(counted, BTreeSet::from([1, 2]));
}

/// Red if `unpark` keeps nothing for who parks later (`token.rs`).
#[test]
fn an_unpark_is_not_lost() {
    let report = proved(&explorer(), || {
        let (here, there) = number();
        let main = thread::current();
        let thread = thread::spawn(move || {
            there.store(1, SeqCst);
            main.unpark();
        });
        thread::park();
        assert_eq!(here.load(SeqCst), 1);
        thread.join().unwrap();
    });
    assert!(report.executions() <= 2, "{}", report.executions());
}

/// Red if who parks leaves the token there (`take` in `token.rs`).
#[test]
fn a_token_serves_once() {
    let kind = failure(&explorer(), || {
        thread::current().unpark();
        thread::current().unpark();
        thread::park();
        thread::park();
    });
    assert_eq!(kind, FailureKind::Deadlock);
}

/// Red if the deadline is forgotten (`wait_in_model` in `token.rs`).
#[test]
fn who_gives_up_parking_takes_no_token() {
    let parked = outcomes(&explorer(), || {
        let main = thread::current();
        let thread = thread::spawn(move || main.unpark());
        let unparked = thread::park_timeout(TIME);
        thread.join().unwrap();
        (unparked, thread::park_timeout(TIME))
    });
    assert_eq!(parked, BTreeSet::from([(false, true), (true, false)]));
}

/// Red if a scope's end waits for none that was not joined (`join_all`).
#[test]
fn a_scope_ends_after_its_threads() {
    let report = proved(&explorer(), || {
        let number = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| number.fetch_add(1, SeqCst));
            }
        });
        assert_eq!(number.into_inner(), 2);
    });
    assert_eq!(report.executions(), 2);
}

/// What a scope's threads wait for may be what the panic has prevented. Red
/// if that is called a deadlock (`nobody_can` in `model/run.rs`).
#[test]
fn a_panic_in_a_scope_is_what_is_told() {
    let report = explorer().run(|| {
        let event = Event::new();
        thread::scope(|scope| {
            scope.spawn(|| event.wait());
            assert!(event.is_set(), "on purpose");
            event.set();
        });
    });
    let failure = report.failure().expect("it panics");
    assert_eq!(failure.kind(), FailureKind::Panic);
    assert!(failure.message().contains("on purpose"));
    assert!(failure.place().is_some());
}

/// Red if `run` does not wait, or waits for daemons (`waited_for` in
/// `program.rs`).
#[test]
fn run_waits_for_threads_and_not_for_daemons() {
    let ended = outcomes(&explorer(), || {
        let (here, there) = number();
        let (waited_for, other) = number();
        thread::run(move || {
            let daemon = thread::Builder::new().daemon(true);
            daemon.spawn(move || there.store(1, SeqCst)).unwrap();
            thread::spawn(move || other.store(1, SeqCst));
        });
        assert_eq!(waited_for.load(SeqCst), 1);
        here.load(SeqCst)
    });
    assert_eq!(ended, BTreeSet::from([0, 1]));
}

/// Red if a daemon may not, or another thread may (`leaked` in
/// `model/kernel/`).
#[test]
fn only_daemons_may_be_left_behind() {
    let start = |daemon, body: fn()| {
        let thread = thread::Builder::new().daemon(daemon);
        thread.spawn(body).unwrap();
    };
    proved(&explorer(), move || start(true, thread::yield_now));
    proved(&explorer(), move || start(true, thread::park));
    let kind = failure(&explorer(), move || start(false, thread::yield_now));
    assert_eq!(kind, FailureKind::LeakedThread);
    let kind = failure(&explorer(), move || start(false, thread::park));
    assert_eq!(kind, FailureKind::Deadlock);
}

/// Red if tasks share what threads have for themselves (`with_current` in
/// `program.rs`).
#[test]
fn each_thread_is_itself() {
    proved(&explorer(), || {
        let me = || {
            let before = thread::current().id();
            thread::yield_now();
            assert_eq!(thread::current().id(), before);
            before
        };
        let (one, other) = both(me, me);
        assert_ne!(one, other);
    });
}

/// Red if of sleeps that end at the same time the first is always the same
/// (`by_time` in `explore/dpor.rs`), or if one that ends later may end
/// before (`next_in_time` in `model/kernel/`).
#[test]
fn sleeps_end_in_order_where_that_is_asked_for() {
    let order = |seconds: [u32; 2]| {
        let explorer = explorer().time_in_order(true);
        outcomes(&explorer, move || {
            let last = AtomicU32::new(0);
            let wake = |number| {
                thread::sleep(seconds[number as usize] * TIME);
                last.store(number, SeqCst);
            };
            both(|| wake(0), || wake(1));
            last.into_inner()
        })
    };
    assert_eq!(order([1, 1]), BTreeSet::from([0, 1]));
    assert_eq!(order([2, 1]), BTreeSet::from([0]));
}
