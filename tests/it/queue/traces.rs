//! What a trace tells of a queue.

use std::sync::Arc;
use std::time::Duration;

use workbench::queue::{LifoQueue, PriorityQueue, Shutdown};
use workbench::thread;
use workbench::trace::{self, Ending, ObjectKind, State, Trace, What};

use super::kinds::{self, Face, Kind, for_every_queue};

for_every_queue! {
    named_queue_has_its_name_and_its_capacity
    put_and_get_are_one_event_each_with_the_same_number
    blocked_get_is_in_the_queue_state_until_it_gets
    blocked_put_is_in_the_queue_state_until_it_puts
    last_task_done_is_what_woke_who_joined
    shutdown_is_what_woke_who_waited
    wait_that_gave_up_was_woken_by_nobody
    deadlock_names_the_queue
    refused_put_and_get_leave_no_event
}

/// The puts and gets of a trace: whether it is a put, the number, the length.
fn moves(trace: &Trace) -> Vec<(bool, u64, u64)> {
    let moves = trace.events.iter().filter_map(|event| match event.what {
        What::Put { item, len, .. } => Some((true, item, len)),
        What::Get { item, len, .. } => Some((false, item, len)),
        _ => None,
    });
    moves.collect()
}

/// The steps of the events that `wanted` holds of.
fn steps(trace: &Trace, wanted: impl Fn(&What) -> bool) -> Vec<u64> {
    let events = trace.events.iter().filter(|event| wanted(&event.what));
    events.map(|event| event.step).collect()
}

fn is_blocked(what: &What) -> bool {
    matches!(what, What::State { state: State::Queue, object: Some(_) })
}

fn named_queue_has_its_name_and_its_capacity<K: Kind>() {
    let ((), trace) = trace::record(|| {
        let orders = K::new::<u32>(3).named("orders");
        orders.put(1).unwrap();
        let rest = K::Of::<u32>::unbounded().named("rest");
        rest.put(1).unwrap();
    });
    let names: Vec<_> = trace
        .objects
        .iter()
        .filter(|object| object.kind == ObjectKind::Queue)
        .map(|object| (object.name.as_str(), object.capacity))
        .collect();
    assert_eq!(names, [("orders", Some(3)), ("rest", None)]);
}

fn put_and_get_are_one_event_each_with_the_same_number<K: Kind>() {
    let ((), trace) = trace::record(|| {
        let queue = K::new::<u32>(3);
        for item in 0..2 {
            queue.put(item).unwrap();
            queue.get().unwrap();
        }
    });
    let once = [(true, 1, 1), (false, 1, 0), (true, 2, 1), (false, 2, 0)];
    assert_eq!(moves(&trace), once);
    for event in &trace.events {
        if let What::Get { item, .. } = event.what {
            let cause = &trace.events[event.cause.unwrap() as usize];
            let number = match cause.what {
                What::Put { item, .. } => item,
                _ => panic!("a get is caused by {cause:?}"),
            };
            assert_eq!(number, item);
        }
        if let What::Get { .. } | What::Put { .. } = event.what {
            let place = event.place.as_ref().unwrap();
            assert!(place.file.ends_with("queues.rs"), "{place:?}");
        }
    }
}

fn blocked_get_is_in_the_queue_state_until_it_gets<K: Kind>() {
    let ((), trace) = trace::record(|| {
        let queue = Arc::new(K::new::<u32>(1));
        let getter = queue.clone();
        let getter = thread::spawn(move || getter.get().unwrap());
        for _ in 0..200 {
            thread::yield_now();
        }
        queue.put(1).unwrap();
        getter.join().unwrap();
    });
    let gets = steps(&trace, |what| matches!(what, What::Get { .. }));
    assert_eq!(gets.len(), 1);
    let get = gets[0] as usize;
    // Whether it had to wait is the scheduler's choice.
    for blocked in steps(&trace, is_blocked) {
        let lane = trace.events[blocked as usize].lane;
        assert_eq!(lane, trace.events[get].lane);
        let next = trace.events[blocked as usize + 1..]
            .iter()
            .find(|event| event.lane == lane);
        assert_eq!(next.unwrap().step, gets[0]);
    }
}

fn blocked_put_is_in_the_queue_state_until_it_puts<K: Kind>() {
    let ((), trace) = trace::record(|| {
        let queue = Arc::new(K::new::<u32>(1));
        queue.put(1).unwrap();
        let putter = queue.clone();
        let putter = thread::spawn(move || putter.put(2).unwrap());
        for _ in 0..200 {
            thread::yield_now();
        }
        queue.get().unwrap();
        putter.join().unwrap();
    });
    let second =
        steps(&trace, |what| matches!(what, What::Put { item: 2, .. }));
    assert_eq!(second.len(), 1);
    for blocked in steps(&trace, is_blocked) {
        let lane = trace.events[blocked as usize].lane;
        let next = trace.events[blocked as usize + 1..]
            .iter()
            .find(|event| event.lane == lane);
        assert_eq!(next.unwrap().step, second[0]);
    }
}

/// What made the only blocked lane run again, if a lane was blocked.
fn woken_by(trace: &Trace) -> Option<Option<What>> {
    let blocked = *steps(trace, is_blocked).first()? as usize;
    let lane = trace.events[blocked].lane;
    let next =
        trace.events[blocked + 1..].iter().find(|event| event.lane == lane)?;
    let run = matches!(next.what, What::State { state: State::Run, .. });
    assert!(run, "{next:?}");
    let cause = next.cause.map(|cause| &trace.events[cause as usize]);
    Some(cause.map(|cause| cause.what.clone()))
}

fn last_task_done_is_what_woke_who_joined<K: Kind>() {
    let ((), trace) = trace::record(|| {
        let queue = Arc::new(K::new::<u32>(1));
        queue.put(1).unwrap();
        let joiner = queue.clone();
        let joiner = thread::spawn(move || joiner.join());
        for _ in 0..200 {
            thread::yield_now();
        }
        queue.get().unwrap();
        queue.task_done().unwrap();
        joiner.join().unwrap();
    });
    if let Some(cause) = woken_by(&trace) {
        assert!(matches!(cause, Some(What::Signal { .. })), "{cause:?}");
    }
}

fn shutdown_is_what_woke_who_waited<K: Kind>() {
    let ((), trace) = trace::record(|| {
        let queue = Arc::new(K::new::<u32>(1));
        let getter = queue.clone();
        let getter = thread::spawn(move || getter.get().unwrap_err());
        for _ in 0..200 {
            thread::yield_now();
        }
        queue.shutdown(Shutdown::Drain);
        getter.join().unwrap();
    });
    if let Some(cause) = woken_by(&trace) {
        assert!(matches!(cause, Some(What::Signal { .. })), "{cause:?}");
    }
}

fn wait_that_gave_up_was_woken_by_nobody<K: Kind>() {
    let ((), trace) = trace::record(|| {
        let queue = K::new::<u32>(1);
        queue.get_timeout(Duration::from_millis(5)).unwrap_err();
    });
    assert_eq!(woken_by(&trace), Some(None));
}

fn deadlock_names_the_queue<K: Kind>() {
    let (ending, trace) = trace::watch(|| {
        let orders = K::new::<u32>(1).named("orders");
        orders.get().unwrap();
    });
    assert!(matches!(ending, Ending::Deadlock));
    let Some(What::Deadlock { waits, .. }) =
        trace.events.last().map(|event| &event.what)
    else {
        panic!("no deadlock in {trace:?}");
    };
    assert_eq!(waits.len(), 1);
    assert_eq!(trace.objects[waits[0].object as usize].name, "orders");
}

fn refused_put_and_get_leave_no_event<K: Kind>() {
    let ((), trace) = trace::record(|| {
        let queue = K::new::<u32>(1);
        queue.try_get().unwrap_err();
        queue.put(1).unwrap();
        queue.try_put(2).unwrap_err();
    });
    assert_eq!(moves(&trace), [(true, 1, 1)]);
}

#[test]
fn number_travels_with_the_item() {
    let ((), trace) = trace::record(|| {
        let stack = LifoQueue::unbounded();
        stack.put("a").unwrap();
        stack.put("b").unwrap();
        stack.get().unwrap();
        stack.get().unwrap();
    });
    let gets: Vec<_> = moves(&trace)[2..].to_vec();
    assert_eq!(gets, [(false, 2, 1), (false, 1, 0)]);

    let ((), trace) = trace::record(|| {
        let heap = PriorityQueue::unbounded();
        heap.put(5).unwrap();
        heap.put(9).unwrap();
        heap.put(1).unwrap();
        for _ in 0..3 {
            heap.get().unwrap();
        }
    });
    let gets: Vec<_> = moves(&trace)[3..].to_vec();
    assert_eq!(gets, [(false, 3, 2), (false, 1, 1), (false, 2, 0)]);
}
