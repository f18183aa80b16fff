//! The same verdict as trying every permutation.

use workbench::explore::spec::{
    Counter, Each, Event, Fifo, Lifo, Lock, Priority, Register, Semaphore,
    counter, event, lock, queue, register, semaphore,
};
use workbench::explore::{Call, Spec, linearizable};
use workbench::queue::Shutdown;

use super::dice::{Dice, roll};
use crate::stress::rounds;

type Calls<S> = Vec<Call<<S as Spec>::Op, <S as Spec>::Ret>>;

/// Whether some permutation of all calls that returned and some that did not
/// is in the order of time and does as `spec` says.
fn has_order<S: Spec>(spec: &S, calls: &Calls<S>) -> bool {
    let (returned, pending): (Vec<_>, Vec<_>) =
        calls.iter().partition(|call| call.returned.is_some());
    (0..1 << pending.len()).any(|chosen| {
        let mut chosen: Vec<_> = (pending.iter().enumerate())
            .filter(|(bit, _)| chosen >> bit & 1 == 1)
            .map(|(_, call)| *call)
            .collect();
        chosen.extend(&returned);
        let count = chosen.len();
        any_permutation(&mut chosen, count, &|order| explains(spec, order))
    })
}

/// Heap's algorithm.
fn any_permutation<T>(
    items: &mut [T],
    count: usize,
    test: &impl Fn(&[T]) -> bool,
) -> bool {
    if count <= 1 {
        return test(items);
    }
    (0..count).any(|n| {
        let found = any_permutation(items, count - 1, test);
        let place = if count.is_multiple_of(2) { n } else { 0 };
        items.swap(place, count - 1);
        found
    })
}

/// Whether these calls are in the order of time, and return what they do if
/// they come one after the other.
fn explains<S: Spec>(spec: &S, order: &[&Call<S::Op, S::Ret>]) -> bool {
    let mut over = usize::MAX;
    for call in order.iter().rev() {
        if call.began > over {
            return false;
        }
        over = over.min(call.returned.unwrap_or(usize::MAX));
    }
    let mut states = vec![spec.start()];
    for call in order {
        let ways = states.iter().flat_map(|it| spec.apply(it, &call.op));
        let fits = |ret: &S::Ret| call.ret.as_ref().is_none_or(|it| it == ret);
        let fitting = ways.filter(|(ret, _)| fits(ret));
        states = fitting.map(|(_, state)| state).collect();
    }
    !states.is_empty()
}

/// What is known of the history when `moment` is over.
fn until<S: Spec>(calls: &Calls<S>, moment: usize) -> Calls<S> {
    let begun = calls.iter().filter(|call| call.began <= moment);
    let mut begun: Calls<S> = begun.cloned().collect();
    for call in &mut begun {
        if call.returned.is_some_and(|it| it > moment) {
            (call.returned, call.ret) = (None, None);
        }
    }
    begun
}

/// Compares the verdicts on many histories, of which enough must have an
/// order and enough must not.
fn compare<S: Spec>(spec: &S, ops: &[S::Op], rets: &[S::Ret]) {
    compare_with(spec, spec, ops, rets);
}

/// As [`compare`], where `whole` says the same as `spec` of all objects in
/// one.
fn compare_with<S: Spec, W: Spec<Op = S::Op, Ret = S::Ret>>(
    spec: &S,
    whole: &W,
    ops: &[S::Op],
    rets: &[S::Ret],
) {
    let histories = 15 * rounds();
    let mut verdicts = [0; 2];
    for seed in 0..histories {
        let op = |dice: &mut Dice| dice.pick(ops).clone();
        let ret = |dice: &mut Dice, right| match dice.roll(6) {
            0 => dice.pick(rets).clone(),
            _ => right,
        };
        let history = roll(whole, 3, 6, &mut Dice(seed), op, ret);
        let calls = history.calls();
        let told = || format!("seed {seed}: {calls:#?}");
        let verdict = linearizable(&history, spec);
        let right = has_order(whole, &calls);
        assert_eq!(verdict.is_ok(), right, "{}", told());
        verdicts[usize::from(right)] += 1;
        match verdict {
            Ok(order) => {
                let all: Vec<_> = order.iter().collect();
                assert!(explains(whole, &all), "{order:?}\n{}", told());
                let left_out = |call: &&Call<_, _>| {
                    order.iter().all(|it| it.began != call.began)
                };
                let missing = calls.iter().filter(left_out);
                assert!({ missing }.all(|it| it.returned.is_none()));
            }
            Err(error) => {
                let moment = error.moment();
                let before = until::<S>(&calls, moment - 1);
                assert!(has_order(whole, &before), "{error}\n{}", told());
                let mut there = until::<S>(&calls, moment);
                assert!(!has_order(whole, &there), "{error}\n{}", told());
                let last = |it: &Call<_, _>| it.returned == Some(moment);
                let last = there.iter().position(last).unwrap();
                let mut instead = Vec::new();
                for ret in rets {
                    there[last].ret = Some(ret.clone());
                    if has_order(whole, &there) {
                        let op = &there[last].op;
                        instead.push(spec.describe(op, Some(ret)));
                    }
                }
                instead.sort_unstable();
                instead.truncate(5);
                assert_eq!(error.instead(), instead, "{error}\n{}", told());
            }
        }
    }
    let [wrong, right] = verdicts;
    assert!(wrong.min(right) > histories / 10, "{verdicts:?} tell little");
}

fn queue_ops() -> Vec<queue::Op<u8>> {
    use queue::Op::*;
    vec![Put(1), Put(2), TryPut(3), Get, Get, TryGet, TryGet, Len]
}

fn queue_rets() -> Vec<queue::Ret<u8>> {
    use queue::Ret::*;
    let mut rets = vec![Done, Full, Empty, ShutDown];
    rets.extend((1..=3).map(Got));
    rets.extend((0..=5).map(Len));
    rets
}

#[test]
fn on_fifo_queues() {
    for capacity in [0, 1, 2] {
        let spec = Fifo::new(capacity);
        compare(&spec, &queue_ops(), &queue_rets());
    }
}

#[test]
fn on_stacks() {
    for capacity in [0, 2] {
        let spec = Lifo::new(capacity);
        compare(&spec, &queue_ops(), &queue_rets());
    }
}

#[test]
fn on_priority_queues() {
    let spec = Priority::new(2);
    compare(&spec, &queue_ops(), &queue_rets());
}

#[test]
fn on_queues_that_are_shut_down() {
    let mut ops = queue_ops();
    ops.push(queue::Op::Shutdown(Shutdown::Drain));
    ops.push(queue::Op::Shutdown(Shutdown::Immediate));
    compare(&Fifo::new(2), &ops, &queue_rets());
}

#[test]
fn on_locks() {
    use lock::Op::*;
    use lock::Ret::*;
    let ops = [Acquire, TryAcquire, Release];
    compare(&Lock, &ops, &[Done, Refused]);
}

#[test]
fn on_semaphores() {
    use semaphore::Op::*;
    use semaphore::Ret::*;
    let ops = [Acquire, TryAcquire, Release, ReleaseMany(2), Available];
    let mut rets = vec![Done, Refused];
    rets.extend((0..14).map(Count));
    compare(&Semaphore::new(1), &ops, &rets);
    compare(&Semaphore::bounded(2), &ops, &rets);
}

#[test]
fn on_events() {
    use event::Op::*;
    use event::Ret::*;
    let ops = [Set, Clear, IsSet, Wait, WaitTimeout];
    compare(&Event, &ops, &[Done, Is(true), Is(false)]);
}

#[test]
fn on_registers() {
    use register::Op::*;
    use register::Ret::*;
    let ops = [
        Read,
        Read,
        Write(1),
        Swap(2),
        CompareExchange(1, 2),
        CompareExchange(0, 1),
    ];
    let mut rets = vec![Done];
    rets.extend((0..3).flat_map(|it| [Value(it), Refused(it)]));
    compare(&Register(0), &ops, &rets);
}

#[test]
fn on_counters() {
    use counter::Op::*;
    use counter::Ret::*;
    let mut rets = vec![Done];
    rets.extend((0..13).map(Value));
    let ops = [Add(1), FetchAdd(1), FetchAdd(2), Get];
    compare(&Counter, &ops, &rets);
}

/// A die that shows what it likes, and a wait that may give up although
/// there is no need: several ways on from the same state.
#[test]
fn on_objects_that_may_choose() {
    struct Choosy;
    #[derive(Clone, Copy, Debug)]
    enum Op {
        Roll,
        Last,
        Wait,
    }
    impl Spec for Choosy {
        type State = u8;
        type Op = Op;
        type Ret = u8;
        fn start(&self) -> u8 {
            0
        }
        fn apply(&self, last: &u8, op: &Op) -> Vec<(u8, u8)> {
            match op {
                Op::Roll => vec![(9, 1), (9, 2), (9, 3)],
                Op::Last => vec![(*last, *last)],
                Op::Wait if *last < 2 => vec![],
                Op::Wait => vec![(8, 0), (*last, *last)],
            }
        }
    }
    let ops = [Op::Roll, Op::Last, Op::Last, Op::Wait];
    compare(&Choosy, &ops, &[0, 1, 2, 3, 8, 9]);
}

#[test]
fn on_several_objects() {
    /// Two variables in one.
    struct Both;
    impl Spec for Both {
        type State = [u8; 2];
        type Op = (usize, register::Op<u8>);
        type Ret = register::Ret<u8>;
        fn start(&self) -> [u8; 2] {
            [0; 2]
        }
        fn apply(
            &self,
            state: &[u8; 2],
            (which, op): &Self::Op,
        ) -> Vec<(Self::Ret, [u8; 2])> {
            let ways = Register(0).apply(&state[*which], op);
            let put_back = |value| {
                let mut state = *state;
                state[*which] = value;
                state
            };
            ways.into_iter().map(|(ret, it)| (ret, put_back(it))).collect()
        }
    }
    use register::Op::*;
    use register::Ret::*;
    let ops = [Read, Read, Write(1), Swap(2)];
    let ops: Vec<_> = ops.iter().flat_map(|op| [(0, *op), (1, *op)]).collect();
    let mut rets = vec![Done];
    rets.extend((0..3).flat_map(|it| [Value(it), Refused(it)]));
    let each = Each::new(Register(0));
    compare_with(&each, &Both, &ops, &rets);
}
