//! The queue as its users have it, ring and gates together: nobody waits in
//! vain. loom calls it a deadlock if somebody does.

use std::sync::Arc;

use crate::memory::UnsafeCell;
use crate::queue::Shutdown::{self, Drain, Immediate};
use crate::queue::fifo::Queue;
use crate::{explore, join, spawn, spawn_two};

fn queue(capacity: usize) -> Arc<Queue<u32>> {
    Arc::new(Queue::new(capacity))
}

/// Both wait in turn. Red if the ring exchanges its head or its tail with
/// `AcqRel` instead of `SeqCst`.
#[test]
fn one_slot_passes_items_on() {
    explore(2, || {
        let queue = queue(1);
        let getter = spawn(&queue, |queue| [queue.get(), queue.get()]);
        queue.put(1).unwrap();
        queue.put(2).unwrap();
        assert_eq!(getter.join().unwrap(), [Ok(1), Ok(2)]);
    });
}

/// Red if `put` wakes nobody.
#[test]
fn two_who_get_are_served() {
    for capacity in [0, 2] {
        let got = explore(2, move || {
            let queue = queue(capacity);
            let getters = spawn_two(&queue, |queue, _| queue.get().unwrap());
            queue.put(1).unwrap();
            queue.put(2).unwrap();
            join(getters)
        });
        assert_eq!(got, [[1, 2], [2, 1]]);
    }
}

/// Red if `get` wakes nobody.
#[test]
fn two_who_put_are_served() {
    explore(2, || {
        let queue = Queue::new(2);
        queue.put(0).unwrap();
        queue.put(0).unwrap();
        let queue = Arc::new(queue);
        let putters =
            spawn_two(&queue, |queue, number| queue.put(number as u32 + 1));
        assert_eq!([queue.get(), queue.get()], [Ok(0), Ok(0)]);
        assert_eq!(join(putters), [Ok(()), Ok(())]);
    });
}

/// Red if `Tasks` exchanges `done` with `AcqRel`, or `all_done` loads it
/// `Relaxed`.
#[test]
fn join_sees_what_was_done() {
    for capacity in [0, 1] {
        explore(3, move || {
            let queue = Queue::<u32>::new(capacity);
            let it = Arc::new((queue, UnsafeCell::new(())));
            let worker = spawn(&it, |(queue, work)| {
                queue.get().unwrap();
                work.with_mut(drop);
                queue.task_done().unwrap();
            });
            let (queue, work) = &*it;
            queue.put(1).unwrap();
            queue.join();
            work.with_mut(drop);
            worker.join().unwrap();
        });
    }
}

/// Red if `task_done` asks before it counts whether it is the last.
#[test]
fn last_of_two_workers_ends_the_join() {
    for capacity in [0, 2] {
        explore(2, move || {
            let queue = queue(capacity);
            queue.put(1).unwrap();
            queue.put(2).unwrap();
            let workers = spawn_two(&queue, |queue, _| {
                queue.get().unwrap();
                queue.task_done().unwrap();
            });
            queue.join();
            join(workers);
        });
    }
}

/// How two end who `use_it` when the queue is shut down, with so many items
/// in it.
fn shut_down<T: Ord + Send + 'static>(
    (capacity, items): (usize, u32),
    how: Shutdown,
    use_it: fn(&Queue<u32>) -> T,
) -> Vec<[T; 2]> {
    explore(2, move || {
        let queue = queue(capacity);
        (0..items).for_each(|item| queue.put(item).unwrap());
        let users = spawn_two(&queue, move |queue, _| use_it(queue));
        queue.shutdown(how);
        join(users)
    })
}

/// Red if the ring sets its tail's bit with `AcqRel`, or if `shutdown` wakes
/// one only.
#[test]
fn all_who_get_are_let_go_by_a_shutdown() {
    for (capacity, how) in [(0, Drain), (1, Drain), (1, Immediate)] {
        let ends = shut_down((capacity, 0), how, |queue| queue.get().is_err());
        assert_eq!(ends, [[true, true]]);
    }
}

/// Red as where they get; and if the gate has no fence before its last try,
/// which reads the tail `Relaxed`.
#[test]
fn all_who_put_are_let_go_by_a_shutdown() {
    for how in [Drain, Immediate] {
        let ends = shut_down((1, 1), how, |queue| queue.put(1).is_err());
        assert_eq!(ends, [[true, true]]);
    }
}

/// Red if `Tasks` wakes nobody when items are dropped.
#[test]
fn immediate_shutdown_ends_the_join() {
    for capacity in [0, 1] {
        let got = explore(2, move || {
            let queue = queue(capacity);
            queue.put(1).unwrap();
            let closer = spawn(&queue, |queue| queue.shutdown(Immediate));
            let worker = spawn(&queue, |queue| {
                let got = queue.get().is_ok();
                assert!(!got || queue.task_done().is_ok());
                got
            });
            queue.join();
            closer.join().unwrap();
            worker.join().unwrap()
        });
        assert_eq!(got, [false, true]);
    }
}
