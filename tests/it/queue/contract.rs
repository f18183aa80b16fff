//! What every queue does while it is open.

use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use workbench::queue::{Empty, Full, ShutDown, TooManyDone};
use workbench::thread;
use workbench::trace::{self, Ending};

use super::kinds::{self, Face, Kind, for_every_queue};
use crate::stress::rounds;

const SHORT: Duration = Duration::from_millis(20);
const LONG: Duration = Duration::from_secs(60);

for_every_queue! {
    capacity_is_exact
    capacity_zero_means_no_limit
    full_queue_hands_the_item_back
    empty_queue_says_so
    put_within_a_timeout_hands_the_item_back
    get_within_a_timeout_gives_up
    timeout_of_zero_and_of_ever_are_allowed
    put_on_a_full_queue_blocks
    get_on_an_empty_queue_blocks
    join_with_unfinished_tasks_blocks
    blocked_put_goes_on_when_room_comes
    blocked_get_goes_on_when_an_item_comes
    put_within_a_timeout_goes_on_when_room_comes
    get_within_a_timeout_goes_on_when_an_item_comes
    task_done_once_too_often_is_an_error_and_changes_nothing
    task_may_be_done_before_it_is_got
    join_returns_at_once_when_nothing_is_owed
    join_returns_when_all_are_done
    join_can_be_called_again
    join_within_a_timeout_says_whether_all_are_done
    snapshots_tell_what_is_in_it
    item_is_dropped_as_soon_as_it_is_taken_and_used
    dropped_queue_drops_its_items
    items_without_a_size_are_counted
    unwrapping_needs_nothing_of_the_item
}

fn capacity_is_exact<K: Kind>() {
    for capacity in [1, 2, 3, 7, 8, 100] {
        let queue = K::new::<usize>(capacity);
        assert_eq!(queue.capacity(), Some(capacity));
        // Again, so that a ring has gone round.
        for _ in 0..3 {
            for item in 0..capacity {
                assert!(!queue.is_full());
                assert_eq!(queue.try_put(item), Ok(()));
            }
            assert!(queue.is_full());
            assert_eq!(queue.try_put(7), Err(Full(7)));
            for _ in 0..capacity {
                assert!(queue.try_get().is_ok());
            }
            assert_eq!(queue.try_get(), Err(Empty));
        }
    }
}

fn capacity_zero_means_no_limit<K: Kind>() {
    for queue in [K::new::<u32>(0), K::Of::<u32>::unbounded()] {
        assert_eq!(queue.capacity(), None);
        for item in 0..10_000 {
            assert_eq!(queue.try_put(item), Ok(()));
        }
        assert!(!queue.is_full());
        assert_eq!(queue.len(), 10_000);
    }
}

fn full_queue_hands_the_item_back<K: Kind>() {
    let queue = K::new::<&str>(1);
    assert_eq!(queue.try_put("in"), Ok(()));
    assert_eq!(queue.try_put("out"), Err(Full("out")));
    assert_eq!(queue.get(), Ok("in"));
}

fn empty_queue_says_so<K: Kind>() {
    let queue = K::new::<u32>(1);
    assert_eq!(queue.try_get(), Err(Empty));
}

fn put_within_a_timeout_hands_the_item_back<K: Kind>() {
    let queue = K::new::<&str>(1);
    assert_eq!(queue.put("in"), Ok(()));
    let begin = Instant::now();
    assert_eq!(queue.put_timeout("out", SHORT), Err(Full("out")));
    assert!(begin.elapsed() >= SHORT);
    assert_eq!(queue.len(), 1);
}

fn get_within_a_timeout_gives_up<K: Kind>() {
    let queue = K::new::<u32>(1);
    let begin = Instant::now();
    assert_eq!(queue.get_timeout(SHORT), Err(Empty));
    assert!(begin.elapsed() >= SHORT);
}

fn timeout_of_zero_and_of_ever_are_allowed<K: Kind>() {
    let queue = K::new::<u32>(1);
    assert_eq!(queue.get_timeout(Duration::ZERO), Err(Empty));
    assert_eq!(queue.put_timeout(1, Duration::MAX), Ok(()));
    let full = Err(Full(2));
    assert_eq!(queue.put_timeout(2, Duration::ZERO), full);
    assert!(!queue.join_timeout(Duration::ZERO));
    assert_eq!(queue.get_timeout(Duration::MAX), Ok(1));
    assert_eq!(queue.task_done(), Ok(()));
    assert!(queue.join_timeout(Duration::MAX));
}

/// Whether `body` waits for ever: nobody else is there to end its wait.
fn blocks(body: impl FnOnce() + Send + 'static) -> bool {
    matches!(trace::watch(body).0, Ending::Deadlock)
}

fn put_on_a_full_queue_blocks<K: Kind>() {
    assert!(blocks(|| {
        let queue = K::new::<u32>(1);
        queue.put(1).unwrap();
        queue.put(2).unwrap();
    }));
}

fn get_on_an_empty_queue_blocks<K: Kind>() {
    assert!(blocks(|| {
        let queue = K::new::<u32>(1);
        queue.get().unwrap();
    }));
}

fn join_with_unfinished_tasks_blocks<K: Kind>() {
    assert!(blocks(|| {
        let queue = K::new::<u32>(1);
        queue.put(1).unwrap();
        queue.get().unwrap();
        queue.join();
    }));
}

/// Runs `waits` on another thread, and `ends_it` on this one: now before the
/// other has begun to wait, now while it spins, now when it is parked.
fn meet<Q: Send + Sync>(
    make: impl Fn() -> Q,
    waits: impl Fn(&Q) + Sync,
    ends_it: impl Fn(&Q),
) {
    for round in 0..rounds() {
        let (queue, begin) = (make(), Barrier::new(2));
        thread::scope(|scope| {
            scope.spawn(|| {
                begin.wait();
                waits(&queue);
            });
            begin.wait();
            for _ in 0..round % 20 * 20 {
                thread::yield_now();
            }
            ends_it(&queue);
        });
    }
}

fn full<K: Kind>() -> K::Of<u32> {
    let queue = K::new::<u32>(1);
    queue.put(1).unwrap();
    queue
}

fn blocked_put_goes_on_when_room_comes<K: Kind>() {
    meet(
        full::<K>,
        |queue| assert_eq!(queue.put(2), Ok(())),
        |queue| {
            assert_eq!(queue.get(), Ok(1));
            assert_eq!(queue.get(), Ok(2));
        },
    );
}

fn blocked_get_goes_on_when_an_item_comes<K: Kind>() {
    meet(
        || K::new::<u32>(1),
        |queue| assert_eq!(queue.get(), Ok(1)),
        |queue| assert_eq!(queue.put(1), Ok(())),
    );
}

fn put_within_a_timeout_goes_on_when_room_comes<K: Kind>() {
    meet(
        full::<K>,
        |queue| assert_eq!(queue.put_timeout(2, LONG), Ok(())),
        |queue| {
            assert_eq!(queue.get(), Ok(1));
            assert_eq!(queue.get(), Ok(2));
        },
    );
}

fn get_within_a_timeout_goes_on_when_an_item_comes<K: Kind>() {
    meet(
        || K::new::<u32>(1),
        |queue| assert_eq!(queue.get_timeout(LONG), Ok(1)),
        |queue| assert_eq!(queue.put(1), Ok(())),
    );
}

fn task_done_once_too_often_is_an_error_and_changes_nothing<K: Kind>() {
    let queue = K::new::<u32>(2);
    assert_eq!(queue.task_done(), Err(TooManyDone));
    queue.put(1).unwrap();
    assert!(!queue.join_timeout(Duration::ZERO));
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!(queue.task_done(), Err(TooManyDone));
    assert!(queue.join_timeout(Duration::ZERO));
    queue.put(2).unwrap();
    assert!(!queue.join_timeout(Duration::ZERO));
    assert_eq!(queue.task_done(), Ok(()));
    queue.join();
}

fn task_may_be_done_before_it_is_got<K: Kind>() {
    let queue = K::new::<u32>(1);
    queue.put(1).unwrap();
    assert_eq!(queue.task_done(), Ok(()));
    queue.join();
    assert_eq!(queue.get(), Ok(1));
    assert_eq!(queue.task_done(), Err(TooManyDone));
}

fn join_returns_at_once_when_nothing_is_owed<K: Kind>() {
    K::new::<u32>(1).join();
}

fn join_returns_when_all_are_done<K: Kind>() {
    let make = || {
        let queue = K::new::<u32>(2);
        queue.put(1).unwrap();
        queue.put(2).unwrap();
        queue
    };
    meet(make, Face::join, |queue| {
        for _ in 0..2 {
            queue.get().unwrap();
            assert_eq!(queue.task_done(), Ok(()));
        }
    });
}

fn join_can_be_called_again<K: Kind>() {
    let queue = K::new::<u32>(1);
    for item in 0..3 {
        queue.put(item).unwrap();
        queue.get().unwrap();
        queue.task_done().unwrap();
        queue.join();
        queue.join();
    }
}

fn join_within_a_timeout_says_whether_all_are_done<K: Kind>() {
    let queue = K::new::<u32>(1);
    queue.put(1).unwrap();
    let begin = Instant::now();
    assert!(!queue.join_timeout(SHORT));
    assert!(begin.elapsed() >= SHORT);
    queue.get().unwrap();
    assert!(!queue.join_timeout(SHORT));
    queue.task_done().unwrap();
    assert!(queue.join_timeout(SHORT));
}

fn snapshots_tell_what_is_in_it<K: Kind>() {
    let queue = K::new::<u32>(2);
    assert!(queue.is_empty() && !queue.is_full() && !queue.is_shut_down());
    queue.put(1).unwrap();
    assert!(!queue.is_empty() && !queue.is_full());
    assert_eq!(queue.len(), 1);
    queue.put(2).unwrap();
    assert!(!queue.is_empty() && queue.is_full());
    assert_eq!(queue.len(), 2);
    queue.get().unwrap();
    queue.get().unwrap();
    assert!(queue.is_empty());
}

fn item_is_dropped_as_soon_as_it_is_taken_and_used<K: Kind>() {
    for capacity in [0, 1, 3] {
        let queue = K::Of::<Arc<u32>>::new(capacity);
        let item = Arc::new(1);
        for _ in 0..10 {
            queue.put(item.clone()).unwrap();
            assert_eq!(Arc::strong_count(&item), 2);
            drop(queue.get().unwrap());
            assert_eq!(Arc::strong_count(&item), 1);
        }
    }
}

fn dropped_queue_drops_its_items<K: Kind>() {
    for capacity in [0, 3] {
        let queue = K::Of::<Arc<u32>>::new(capacity);
        let item = Arc::new(1);
        queue.put(item.clone()).unwrap();
        queue.get().unwrap();
        for _ in 0..3 {
            queue.put(item.clone()).unwrap();
        }
        assert_eq!(Arc::strong_count(&item), 4);
        drop(queue);
        assert_eq!(Arc::strong_count(&item), 1);
    }
}

fn items_without_a_size_are_counted<K: Kind>() {
    let queue = K::new::<()>(2);
    queue.put(()).unwrap();
    queue.put(()).unwrap();
    assert_eq!(queue.try_put(()), Err(Full(())));
    assert_eq!(queue.get(), Ok(()));
    assert_eq!(queue.len(), 1);
}

/// An item that can be ordered, and nothing else.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Plain;

fn unwrapping_needs_nothing_of_the_item<K: Kind>() {
    let queue = K::new::<Plain>(1);
    queue.put(Plain).unwrap();
    let full = queue.try_put(Plain).unwrap_err();
    assert_eq!(full.to_string(), "the queue is full");
    assert!(full.into_inner() == Plain);
    assert_eq!(ShutDown(Plain).to_string(), "the queue is shut down");
}
