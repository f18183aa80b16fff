//! Which histories have an order, and what is said of those that have none.

mod brute_force;
mod dice;
mod explored;
mod recorded;

use std::collections::VecDeque;

use workbench::explore::spec::queue::{Op, Op::*, Ret, Ret::*};
use workbench::explore::spec::{
    Counter, Each, Event, Fifo, Lock, Priority, Register, Semaphore, counter,
    event, lock, register, semaphore,
};
use workbench::explore::{
    Call, History, NotLinearizable, OpenCall, Spec, linearizable,
};
use workbench::queue::Shutdown;
use workbench::sync::{self, Mutex};
use workbench::thread;

use self::dice::{Dice, roll};
use crate::stress::must_end;

/// A history of a queue in the notation of Herlihy and Wing: `E(x) A` for A
/// who begins to put x, `D() A` to get, `OK(x) A` for A to whom x is
/// returned.
fn paper(text: &str) -> History<Op<char>, Ret<char>> {
    let history = History::new();
    let mut open: Vec<(&str, OpenCall<_, _>)> = Vec::new();
    for event in text.split_terminator(',') {
        let (event, who) = event.trim().split_once(' ').unwrap();
        let (verb, item) = event.trim_end_matches(')').split_once('(').unwrap();
        let item = item.chars().next();
        if verb == "OK" {
            let own = open.iter().position(|(it, _)| *it == who).unwrap();
            open.swap_remove(own).1.returns(item.map_or(Done, Got));
        } else {
            let op = if verb == "E" { Put(item.unwrap()) } else { Get };
            open.push((who, history.begin(who, op)));
        }
    }
    history
}

/// The verdict on a FIFO queue: who called what in the order that explains
/// it.
fn fifo(text: &str) -> Result<Vec<String>, NotLinearizable> {
    let spec = Fifo::unbounded();
    let order = linearizable(&paper(text), &spec)?;
    let say = |call: &Call<_, _>| {
        let op = spec.describe(&call.op, call.ret.as_ref());
        format!("{} {op}", call.thread)
    };
    Ok(order.iter().map(say).collect())
}

// Herlihy and Wing (1990), figure 1.

#[test]
fn puts_that_overlap_may_come_out_in_either_order() {
    let h1 = "E(x) A, E(y) B, OK() B, OK() A, D() B, OK(x) B, D() A, OK(y) A, \
              E(z) A";
    let order = ["A put('x')", "B put('y')", "B get() → 'x'", "A get() → 'y'"];
    assert_eq!(fifo(h1).unwrap(), order);
}

#[test]
fn what_was_put_later_does_not_come_out_first() {
    let h2 = "E(x) A, OK() A, E(y) B, D() A, OK() B, OK(y) A";
    let error = fifo(h2).unwrap_err();
    assert_eq!((error.thread(), error.call()), ("A", "get() → 'y'"));
    assert_eq!(error.instead(), ["get() → 'x'"]);
}

#[test]
fn call_that_never_returned_may_have_taken_effect() {
    let h3 = "E(x) A, D() B, OK(x) B";
    assert_eq!(fifo(h3).unwrap(), ["A put('x')", "B get() → 'x'"]);
}

#[test]
fn nothing_comes_out_twice() {
    let h4 = "E(x) A, E(y) B, OK() A, OK() B, D() A, D() C, OK(y) A, OK(y) C";
    let error = fifo(h4).unwrap_err();
    assert_eq!((error.thread(), error.moment()), ("C", 7));
    assert_eq!(error.instead(), ["get() → 'x'"]);
}

#[test]
fn call_that_never_returned_may_have_had_no_effect() {
    let order = fifo("E(x) A, E(y) B, OK() B, D() B, OK(y) B").unwrap();
    assert_eq!(order, ["B put('y')", "B get() → 'y'"]);
    assert_eq!(fifo("E(x) A, D() B").unwrap(), [""; 0]);
    assert_eq!(fifo("").unwrap(), [""; 0]);
}

#[test]
fn what_was_never_put_does_not_come_out() {
    let error = fifo("D() A, OK(x) A").unwrap_err();
    assert_eq!(error.instead(), [""; 0]);
    assert!(error.to_string().ends_with("it should not have returned yet"));
}

/// B's result is right for as long as A may have got the item, and only A's
/// own shows that it has not.
#[test]
fn blame_falls_on_the_first_return_that_nothing_explains() {
    let history = History::new();
    history.begin("A", Put(1)).returns(Done);
    let get = history.begin("A", Get);
    history.begin("B", TryGet).returns(Empty);
    history.begin("B", Put(2)).returns(Done);
    get.returns(Got(2));
    let error = linearizable(&history, &Fifo::unbounded()).unwrap_err();
    assert_eq!((error.call(), error.moment()), ("get() → 2", 7));
    assert_eq!(error.instead(), ["get() → 1"]);
}

// What is displayed.

#[test]
fn failure_is_a_drawing_of_the_calls_that_matter() {
    let h4 = "E(x) A, E(y) B, OK() A, OK() B, D() A, D() C, OK(y) A, OK(y) C, \
              D() A, OK(x) A";
    insta::assert_snapshot!(fifo(h4).unwrap_err(), @r"
    not linearizable: no order of the calls explains `get() → 'y'` of C

      A  ├─put('x')─┤ ├─get() → 'y'─┤
      B  ├─put('y')─┤
      C               ├─get() → 'y'─┤ ✗

    calls that overlap may have come in any order, all others came as drawn
    possible instead: get() → 'x'
    ");
}

#[test]
fn calls_before_the_drawing_are_counted() {
    let history = History::new();
    for n in 0..100 {
        let put = history.begin("A", Put(n));
        let get = history.begin("B", Get);
        put.returns(Done);
        get.returns(Got(n));
    }
    history.begin("A", Put(100)).returns(Done);
    let pending = history.begin("C", Get);
    history.begin("B", Get).returns(Got(99));
    pending.returns(Got(100));
    let error = linearizable(&history, &Fifo::new(3)).unwrap_err();
    insta::assert_snapshot!(error, @r"
    not linearizable: no order of the calls explains `get() → 99` of B

      after 192 earlier calls, which leave []
      A  ├─put(96)────┤ ├─put(97)────┤ ├─put(98)────┤ ├─put(99)────┤ ├─put(100)─┤
      B  ├─get() → 96─┤ ├─get() → 97─┤ ├─get() → 98─┤ ├─get() → 99─┤

      B  ├─get() → 99─┤ ✗
      C  ├─get()──────…

    calls that overlap may have come in any order, all others came as drawn
    possible instead: get() → 100
    ");
}

#[test]
fn unwrap_shows_the_drawing() {
    let error = fifo("D() A, OK(x) A").unwrap_err();
    assert_eq!(format!("{error:?}"), error.to_string());
}

/// A queue that looks and takes in two steps, so that another thread may come
/// in between.
#[derive(Default)]
struct Broken(Mutex<VecDeque<u32>>);

impl Broken {
    fn get(&self, between: impl FnOnce()) -> u32 {
        let first = self.0.lock()[0];
        between();
        self.0.lock().pop_front();
        first
    }
}

#[test]
fn broken_queue_is_refused() {
    let (queue, history) = (Broken::default(), History::new());
    for item in [1, 2] {
        let put = history.begin("main", Put(item));
        queue.0.lock().push_back(item);
        put.returns(Done);
    }
    let thread = |name: &str| thread::Builder::new().name(name);
    let (looked, taken) = (sync::Event::new(), sync::Event::new());
    let wait = || {
        looked.set();
        taken.wait();
    };
    thread::scope(|scope| {
        let slow = || history.call(Get, || Got(queue.get(wait)));
        thread("slow").spawn_scoped(scope, slow).unwrap();
        let quick = || {
            looked.wait();
            history.call(Get, || Got(queue.get(|| ())));
            taken.set();
        };
        thread("quick").spawn_scoped(scope, quick).unwrap();
    });
    let error = linearizable(&history, &Fifo::unbounded()).unwrap_err();
    insta::assert_snapshot!(error, @r"
    not linearizable: no order of the calls explains `get() → 1` of slow

      main   ├─put(1)─┤ ├─put(2)─┤
      slow                         ├─get() → 1─┤ ✗
      quick                        ├─get() → 1─┤

    calls that overlap may have come in any order, all others came as drawn
    possible instead: get() → 2
    ");
}

// The other specs, where the recorded histories do not go.

fn refused<S: Spec>(
    spec: &S,
    calls: impl IntoIterator<Item = (&'static str, S::Op, S::Ret)>,
) -> String {
    let history = History::new();
    for (who, op, ret) in calls {
        history.begin(who, op).returns(ret);
    }
    let error = linearizable(&history, spec).unwrap_err();
    let last = history.calls().last().unwrap().returned;
    assert_eq!(Some(error.moment()), last, "{error}");
    format!("{}; {}", error.call(), error.instead().join(", "))
}

#[test]
fn lock_is_held_by_one_at_a_time() {
    use lock::Op::*;
    use lock::Ret::*;
    let calls = [("A", Acquire, Done), ("B", TryAcquire, Done)];
    let why = "try_acquire() → true; try_acquire() → false";
    assert_eq!(refused(&Lock, calls), why);
    let calls = [("A", Acquire, Done), ("B", Acquire, Done)];
    assert_eq!(refused(&Lock, calls), "acquire(); ");
    let calls = [("A", Release, Done)];
    assert_eq!(refused(&Lock, calls), "release(); release() → refused");
}

#[test]
fn semaphore_gives_no_more_than_it_has() {
    use semaphore::Op::*;
    use semaphore::Ret::*;
    let calls = [("A", Acquire, Done), ("B", Acquire, Done)];
    assert_eq!(refused(&Semaphore::new(1), calls), "acquire(); ");
    let calls = [("A", ReleaseMany(2), Done), ("A", Available, Count(2))];
    let why = "available() → 2; available() → 3";
    assert_eq!(refused(&Semaphore::new(1), calls), why);
    let calls = [("A", Acquire, Done), ("A", ReleaseMany(2), Done)];
    let why = "release_many(2); release_many(2) → refused";
    assert_eq!(refused(&Semaphore::bounded(1), calls), why);
}

#[test]
fn event_lets_nobody_pass_before_it_is_set() {
    use event::Op::*;
    use event::Ret::*;
    let calls = [("A", Set, Done), ("B", Clear, Done), ("A", Wait, Done)];
    assert_eq!(refused(&Event, calls), "wait(); ");
    let calls = [("A", Set, Done), ("A", IsSet, Is(false))];
    assert_eq!(refused(&Event, calls), "is_set() → false; is_set() → true");

    // Who waits passes, although it is cleared at once.
    let history = History::new();
    let wait = history.begin("A", Wait);
    history.begin("B", Set).returns(());
    history.begin("B", Clear).returns(());
    wait.returns(Done);
    assert_eq!(linearizable(&history, &Event).unwrap().len(), 3);
}

#[test]
fn lost_update_shows_in_a_counter() {
    use counter::Op::*;
    use counter::Ret::*;
    let calls =
        [("A", Add(1), Done), ("B", Add(1), Done), ("A", Get, Value(1))];
    assert_eq!(refused(&Counter, calls), "get() → 1; get() → 2");
    let calls = [("A", FetchAdd(1), Value(0)), ("B", FetchAdd(1), Value(0))];
    let why = "fetch_add(1) → 0; fetch_add(1) → 1";
    assert_eq!(refused(&Counter, calls), why);
}

#[test]
fn register_reads_what_was_written_last() {
    use register::Op::*;
    use register::Ret::*;
    let calls = [("A", Write(1), Done), ("B", Read, Value(0))];
    assert_eq!(refused(&Register(0), calls), "read() → 0; read() → 1");
    let calls = [
        ("A", Swap(1), Value(0)),
        ("A", CompareExchange(1, 2), Value(1)),
        ("B", CompareExchange(1, 3), Value(1)),
    ];
    let why = "compare_exchange(1, 3) → 1; compare_exchange(1, 3) → Err(2)";
    assert_eq!(refused(&Register(0), calls), why);
}

#[test]
fn queue_that_is_shut_down_refuses() {
    let calls = [("A", Shutdown(Shutdown::Drain), Done), ("B", Put(1), Done)];
    let why = "put(1); put(1) → shut down";
    assert_eq!(refused(&Fifo::unbounded(), calls), why);
    let calls = [
        ("A", Put(1), Done),
        ("B", Shutdown(Shutdown::Immediate), Done),
        ("A", Get, Got(1)),
    ];
    let why = "get() → 1; get() → shut down";
    assert_eq!(refused(&Fifo::unbounded(), calls), why);
}

#[test]
fn among_equals_first_in_is_first_out() {
    let spec = Priority::new(0).by(|a: &(u32, char), b| a.0.cmp(&b.0));
    let calls = [
        ("A", Put((1, 'b')), Done),
        ("A", Put((1, 'a')), Done),
        ("A", Get, Got((1, 'a'))),
    ];
    let why = "get() → (1, 'a'); get() → (1, 'b')";
    assert_eq!(refused(&spec, calls), why);
}

// Size.

/// Calls of four threads overlap all the time, in a queue that grows long.
/// Red without the hint: what was put first shows too late to go back.
#[test]
fn thousand_calls_of_four_threads_are_judged() {
    for seed in 0..20 {
        let mut item = 0;
        let op = |dice: &mut Dice| {
            item += 1;
            if dice.roll(2) == 0 { TryGet } else { Put(item) }
        };
        let spec = Fifo::unbounded();
        let dice = &mut Dice(seed);
        let history = roll(&spec, 4, 1_000, dice, op, |_, ret| ret);
        let order = linearizable(&history, &spec).unwrap();
        assert_eq!(order.len(), 1_000);
    }
}

/// Red without a memory of where the search has been: it would go through
/// every permutation of every round.
#[test]
fn what_comes_to_the_same_is_judged_once() {
    use counter::Op;
    must_end(|| {
        let history = History::of(&Counter);
        for _ in 0..20 {
            let add = |who: &&str| history.begin(*who, Op::Add(1));
            let adds: Vec<_> = ["A", "B", "C", "D"].iter().map(add).collect();
            adds.into_iter().for_each(|add| add.returns(()));
        }
        history.begin("A", Op::Get).returns(79);
        let error = linearizable(&history, &Counter).unwrap_err();
        assert_eq!(error.instead(), ["get() → 80"]);
    });
}

#[test]
#[should_panic(expected = "undecided whether the history is linearizable")]
fn too_much_overlap_is_given_up() {
    let history = History::new();
    let puts: Vec<_> =
        (0..16).map(|n| history.begin(format!("{n}"), Put(n))).collect();
    puts.into_iter().for_each(|put| put.returns(Done));
    history.begin("A", Get).returns(Got(99));
    let _ = linearizable(&history, &Fifo::unbounded());
}

// Several objects.

#[test]
fn objects_are_judged_apart() {
    let spec = Each::new(Fifo::unbounded());
    let history = History::new();
    let p = history.begin("A", ("p", Put('x')));
    let q = history.begin("B", ("q", Put('y')));
    q.returns(());
    p.returns(());
    history.begin("A", ("q", Get)).returns(Got('y'));
    let order = linearizable(&history, &spec).unwrap();
    let names: Vec<_> = order.iter().map(|call| call.op.0).collect();
    assert_eq!(names, ["q", "p", "q"], "by when they had to take effect");

    history.begin("B", ("p", Get)).returns(Got('y'));
    let get = history.begin("A", ("q", TryGet));
    get.returns(Got('y'));
    let error = linearizable(&history, &spec).unwrap_err();
    assert_eq!(error.call(), "p.get() → 'y'", "the first that fails");
    assert!(!error.to_string().contains("q."), "{error}");
}

#[test]
fn history_is_shared_by_its_clones() {
    let history: History<counter::Op, counter::Ret> = History::new();
    let other = history.clone();
    let ret = other.call(counter::Op::FetchAdd(2), || 0_i64);
    assert_eq!(ret, counter::Ret::Value(0));
    let calls = history.calls();
    assert_eq!(calls[0].thread, thread::current().name());
    assert_eq!((calls[0].began, calls[0].returned), (0, Some(1)));
}

#[test]
fn call_that_panics_has_not_returned() {
    let history: History<counter::Op, counter::Ret> = History::new();
    let inside = history.clone();
    let broken = thread::spawn(move || {
        inside.call(counter::Op::Get, || -> i64 { panic!("broken") });
    });
    broken.join().unwrap_err();
    assert_eq!(history.calls()[0].returned, None);
    assert!(linearizable(&history, &Counter).unwrap().is_empty());
}
