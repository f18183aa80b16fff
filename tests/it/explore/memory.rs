//! What an exploration keeps is little, however long it takes.
#![cfg(target_os = "linux")]

use std::fs;
use std::sync::Arc;

use workbench::explore::{Explorer, Strategy, Verdict};
use workbench::sync::Mutex;
use workbench::thread;

use crate::again::{again, given, name_of};

/// Two threads, each of which may come to have what the other needs.
fn deadlocks() {
    let locks = [(); 2].map(|()| Arc::new(Mutex::new(0)));
    let crossing = |first: usize| {
        let [one, other] = [first, 1 - first].map(|it| locks[it].clone());
        thread::spawn(move || {
            let mut one = one.lock();
            *one += *other.lock();
        })
    };
    let threads = [crossing(0), crossing(1)];
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

/// KiB of this process that are in memory; Linux says so.
fn resident() -> i64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

const EXECUTIONS: u64 = 100_000;

/// Red if a task that is left where it waits keeps its stack, or what is on
/// it is not dropped.
#[test]
fn executions_that_deadlock_leave_nothing_behind() {
    if given().is_none() {
        let end =
            again(name_of!(executions_that_deadlock_leave_nothing_behind), "");
        assert!(end.status.success(), "{end:?}");
        return;
    }
    let explore = |executions| {
        let strategy = Strategy::Random { seed: 7 };
        let report = Explorer::new()
            .strategy(strategy)
            .count_failures(true)
            .max_executions(executions)
            .run(deadlocks);
        assert_eq!(report.executions(), executions);
        assert!(report.failures() > executions / 10);
    };
    explore(EXECUTIONS / 100);
    let before = resident();
    explore(EXECUTIONS);
    let more = resident() - before;
    assert!(more < 10 << 10, "{more} KiB more");
}

/// Red if what has no room is left out of the verdict, or the search goes on
/// for ever without remembering.
#[test]
fn best_first_that_has_no_room_is_followed_by_dpor_and_the_report_says_so() {
    let counts = || {
        let count = Arc::new(Mutex::new(0));
        let add = || {
            let count = count.clone();
            thread::spawn(move || *count.lock() += 1)
        };
        let threads = [(); 4].map(|()| add());
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(*count.lock(), 4);
    };
    let best_first = Explorer::new().strategy(Strategy::BestFirst);
    let report = best_first.clone().run(counts);
    assert_eq!(report.verdict(), Verdict::Proved);
    assert_eq!(report.scope().no_room, None);
    for room in [0, 1_000] {
        let report = best_first.clone().max_memory(room).run(counts);
        assert_eq!(report.verdict(), Verdict::Proved);
        assert_eq!(report.scope().no_room, Some(room));
        let said = "best-first needed more than";
        assert!(report.render().contains(said), "{}", report.render());
    }
}
