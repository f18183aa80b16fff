//! Histories of explored programs: every execution is judged.

use std::collections::VecDeque;
use std::sync::Arc;

use workbench::explore::spec::Fifo;
use workbench::explore::spec::queue::{Op, Op::*, Ret, Ret::*};
use workbench::explore::{Explorer, History, Report, Verdict, linearizable};
use workbench::queue::{Queue, textbook};
use workbench::sync::Mutex;
use workbench::thread;

use super::Broken;

type Calls = History<Op<u32>, Ret<u32>>;

/// Explores two threads that do `work` with an object, each with its number,
/// after and before what the main thread does with it.
fn explore<T: Send + Sync + 'static>(
    history: fn() -> Calls,
    object: fn() -> T,
    first: fn(&T, &Calls),
    work: fn(&T, u32, &Calls),
    last: fn(&T, &Calls),
) -> Report {
    Explorer::new().run(move || {
        let (object, calls) = (Arc::new(object()), history());
        first(&object, &calls);
        let start = |number| {
            let (object, calls) = (object.clone(), calls.clone());
            thread::spawn(move || work(&object, number, &calls))
        };
        let threads = [0, 1].map(start);
        threads.into_iter().for_each(|it| it.join().unwrap());
        last(&object, &calls);
        let verdict = linearizable(&calls, &Fifo::unbounded());
        verdict.unwrap_or_else(|why| panic!("{why}"));
    })
}

#[test]
fn explorer_finds_the_calls_that_break_a_queue() {
    let report = explore(
        History::new,
        Broken::default,
        |queue, calls| {
            for item in [1, 2] {
                calls.call(Put(item), || queue.0.lock().push_back(item));
            }
        },
        |queue, _, calls| {
            calls.call(Get, || Got(queue.get(|| ())));
        },
        |_, _| (),
    );
    assert_eq!(report.verdict(), Verdict::Failed);
    let failure = report.failure().unwrap();
    assert_eq!(failure.preemptions(), 1);
    insta::assert_snapshot!(failure.message(), @r"
    not linearizable: no order of the calls explains `get() → 1` of Thread-1

      main      ├─put(1)─┤ ├─put(2)─┤
      Thread-1                        ├─get() → 1─┤ ✗
      Thread-2                        ├─get() → 1─┤

    calls that overlap may have come in any order, all others came as drawn
    possible instead: get() → 2
    ");
}

/// One call of each thread puts and one gets, if there is something.
macro_rules! put_and_get {
    ($history:expr, $queue:expr) => {
        explore(
            $history,
            $queue,
            |_, _| (),
            |queue, number, calls| {
                calls.call(TryPut(number), || queue.try_put(number));
                calls.call(TryGet, || queue.try_get().map(Got));
            },
            |_, _| (),
        )
    };
}

#[test]
fn queues_of_the_library_are_proved() {
    let in_steps = || History::new().in_steps();
    let report = put_and_get!(in_steps, Queue::unbounded);
    assert_eq!(report.verdict(), Verdict::Proved, "{}", report.render());
    let report = put_and_get!(in_steps, textbook::Queue::unbounded);
    assert_eq!(report.verdict(), Verdict::Proved, "{}", report.render());
}

#[test]
fn recording_adds_no_step_unless_it_is_told_to() {
    let report = put_and_get!(History::new, Queue::unbounded);
    let silent = explore(
        History::new,
        Queue::unbounded,
        |_, _| (),
        |queue, number, _| {
            let _ = queue.try_put(number);
            let _ = queue.try_get();
        },
        |_, _| (),
    );
    assert_eq!(report.executions(), silent.executions());
    let in_steps = put_and_get!(|| History::new().in_steps(), Queue::unbounded);
    assert!(in_steps.executions() > report.executions());
}

/// A queue in two halves, each with a lock of its own: what was put first
/// does not come out first. The puts have nothing in common, so that the
/// explorer takes their order for irrelevant, unless it is told of it.
#[test]
fn order_of_calls_that_share_nothing_is_seen_in_steps_only() {
    type Halves = [Mutex<VecDeque<u32>>; 2];
    fn get(halves: &Halves, order: [usize; 2], calls: &Calls) {
        let take = |half: usize| halves[half].lock().pop_front();
        let got = || order.into_iter().find_map(take);
        calls.call(Get, || Got(got().unwrap()));
    }
    let report = |history: fn() -> Calls, upward: bool| {
        let put = |halves: &Halves, number: u32, calls: &Calls| {
            let half = &halves[number as usize];
            calls.call(Put(number), || half.lock().push_back(number));
        };
        explore(
            history,
            Halves::default,
            |_, _| (),
            put,
            match upward {
                true => |halves, calls| get(halves, [0, 1], calls),
                false => |halves, calls| get(halves, [1, 0], calls),
            },
        )
    };
    for upward in [true, false] {
        let silent = report(History::new, upward);
        assert_eq!(silent.verdict(), Verdict::Proved);
        let in_steps = report(|| History::new().in_steps(), upward);
        assert_eq!(in_steps.verdict(), Verdict::Failed);
        let message = in_steps.failure().unwrap().message();
        assert!(message.starts_with("not linearizable"), "{message}");
    }
}
