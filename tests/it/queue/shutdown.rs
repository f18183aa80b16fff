//! What a shutdown does to every queue.

use std::sync::Arc;
use std::sync::Barrier;
use std::time::Duration;

use workbench::queue::Shutdown::{self, Drain, Immediate};
use workbench::queue::{ShutDown, TooManyDone, TryGetError, TryPutError};
use workbench::thread;

use super::kinds::{self, Face, Kind, for_every_queue};
use crate::stress::rounds;

const LONG: Duration = Duration::from_secs(60);

for_every_queue! {
    puts_are_refused_at_once
    full_queue_that_is_shut_down_is_shut_down
    blocked_puts_wake_with_their_items
    blocked_gets_wake
    drained_queue_gives_what_is_there_and_then_fails
    immediate_shutdown_drops_what_is_there
    immediate_shutdown_counts_what_it_drops_as_done
    immediate_shutdown_wakes_who_joins
    item_taken_before_an_immediate_shutdown_is_still_owed
    drain_leaves_tasks_owed
    shutdown_twice_is_harmless
    immediate_shutdown_after_a_drain_drops_the_rest
    drain_after_an_immediate_shutdown_changes_nothing
    task_done_before_its_item_is_dropped_counts_once
    dropped_item_may_use_the_queue
}

fn with_items<K: Kind>(items: u32) -> K::Of<u32> {
    let queue = K::new::<u32>(3);
    for item in 0..items {
        queue.put(item).unwrap();
    }
    queue
}

fn assert_puts_fail<K: Kind>(queue: &K::Of<u32>) {
    assert!(queue.is_shut_down());
    assert_eq!(queue.put(7), Err(ShutDown(7)));
    assert_eq!(queue.try_put(7), Err(TryPutError::ShutDown(7)));
    assert_eq!(queue.put_timeout(7, LONG), Err(TryPutError::ShutDown(7)));
}

fn assert_gets_fail<K: Kind>(queue: &K::Of<u32>) {
    assert_eq!(queue.get(), Err(ShutDown(())));
    assert_eq!(queue.try_get(), Err(TryGetError::ShutDown));
    assert_eq!(queue.get_timeout(LONG), Err(TryGetError::ShutDown));
    assert!(queue.is_empty());
}

fn puts_are_refused_at_once<K: Kind>() {
    for how in [Drain, Immediate] {
        for items in 0..3 {
            let queue = with_items::<K>(items);
            queue.shutdown(how);
            assert_puts_fail::<K>(&queue);
        }
    }
}

fn full_queue_that_is_shut_down_is_shut_down<K: Kind>() {
    let queue = with_items::<K>(3);
    queue.shutdown(Drain);
    assert_puts_fail::<K>(&queue);
    assert!(queue.is_full());
}

/// Three threads run `waits`, and this one shuts the queue down: now before
/// they have begun to wait, now while they spin, now when they are parked.
fn shut_down_while<K: Kind>(
    how: Shutdown,
    items: u32,
    waits: impl Fn(&K::Of<u32>) + Sync,
) {
    for round in 0..rounds() {
        let (queue, begin) = (with_items::<K>(items), Barrier::new(4));
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    begin.wait();
                    waits(&queue);
                });
            }
            begin.wait();
            for _ in 0..round % 20 * 20 {
                thread::yield_now();
            }
            queue.shutdown(how);
        });
    }
}

fn blocked_puts_wake_with_their_items<K: Kind>() {
    for how in [Drain, Immediate] {
        shut_down_while::<K>(how, 3, |queue| {
            assert_eq!(queue.put(7), Err(ShutDown(7)));
        });
        shut_down_while::<K>(how, 3, |queue| {
            let shut_down = Err(TryPutError::ShutDown(7));
            assert_eq!(queue.put_timeout(7, LONG), shut_down);
        });
    }
}

fn blocked_gets_wake<K: Kind>() {
    for how in [Drain, Immediate] {
        shut_down_while::<K>(how, 0, |queue| {
            assert_eq!(queue.get(), Err(ShutDown(())));
        });
        shut_down_while::<K>(how, 0, |queue| {
            assert_eq!(queue.get_timeout(LONG), Err(TryGetError::ShutDown));
        });
    }
}

fn drained_queue_gives_what_is_there_and_then_fails<K: Kind>() {
    let queue = with_items::<K>(3);
    queue.shutdown(Drain);
    let mut items = vec![queue.get().unwrap()];
    items.push(queue.try_get().unwrap());
    items.push(queue.get_timeout(LONG).unwrap());
    items.sort_unstable();
    assert_eq!(items, [0, 1, 2]);
    assert_gets_fail::<K>(&queue);
}

fn immediate_shutdown_drops_what_is_there<K: Kind>() {
    for capacity in [0, 3] {
        let item = Arc::new(1);
        let queue = K::Of::<Arc<u32>>::new(capacity);
        for _ in 0..3 {
            queue.put(item.clone()).unwrap();
        }
        drop(queue.get());
        queue.shutdown(Immediate);
        assert_eq!(Arc::strong_count(&item), 1);
        assert_eq!(queue.len(), 0);
        assert_eq!(queue.get(), Err(ShutDown(())));
    }
}

fn immediate_shutdown_counts_what_it_drops_as_done<K: Kind>() {
    let queue = with_items::<K>(3);
    queue.shutdown(Immediate);
    assert_gets_fail::<K>(&queue);
    queue.join();
    assert_eq!(queue.task_done(), Err(TooManyDone));
}

fn immediate_shutdown_wakes_who_joins<K: Kind>() {
    shut_down_while::<K>(Immediate, 3, Face::join);
}

fn item_taken_before_an_immediate_shutdown_is_still_owed<K: Kind>() {
    let queue = with_items::<K>(3);
    queue.get().unwrap();
    queue.shutdown(Immediate);
    assert!(!queue.join_timeout(Duration::ZERO));
    assert_eq!(queue.task_done(), Ok(()));
    queue.join();
    assert_eq!(queue.task_done(), Err(TooManyDone));
}

fn drain_leaves_tasks_owed<K: Kind>() {
    let queue = with_items::<K>(2);
    queue.shutdown(Drain);
    for _ in 0..2 {
        assert!(!queue.join_timeout(Duration::ZERO));
        queue.get().unwrap();
        assert_eq!(queue.task_done(), Ok(()));
    }
    queue.join();
}

fn shutdown_twice_is_harmless<K: Kind>() {
    for how in [Drain, Immediate] {
        let queue = with_items::<K>(0);
        queue.shutdown(how);
        queue.shutdown(how);
        assert_puts_fail::<K>(&queue);
        assert_gets_fail::<K>(&queue);
        queue.join();
    }
}

fn immediate_shutdown_after_a_drain_drops_the_rest<K: Kind>() {
    let queue = with_items::<K>(3);
    queue.shutdown(Drain);
    queue.get().unwrap();
    queue.shutdown(Immediate);
    assert_gets_fail::<K>(&queue);
    assert_eq!(queue.task_done(), Ok(()));
    queue.join();
}

fn drain_after_an_immediate_shutdown_changes_nothing<K: Kind>() {
    let queue = with_items::<K>(3);
    queue.shutdown(Immediate);
    queue.shutdown(Drain);
    assert_puts_fail::<K>(&queue);
    assert_gets_fail::<K>(&queue);
    queue.join();
}

fn task_done_before_its_item_is_dropped_counts_once<K: Kind>() {
    let queue = with_items::<K>(2);
    assert_eq!(queue.task_done(), Ok(()));
    queue.shutdown(Immediate);
    queue.join();
    assert_eq!(queue.task_done(), Err(TooManyDone));
}

/// Asks the queue that it is in for its length when dropped.
struct Curious<K: Kind>(Arc<K::Of<Curious<K>>>);

impl<K: Kind> Drop for Curious<K> {
    fn drop(&mut self) {
        assert_eq!(self.0.len(), 0);
        assert!(self.0.is_shut_down());
    }
}

impl<K: Kind> PartialEq for Curious<K> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<K: Kind> Eq for Curious<K> {}

impl<K: Kind> PartialOrd for Curious<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Kind> Ord for Curious<K> {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

fn dropped_item_may_use_the_queue<K: Kind>() {
    for capacity in [0, 2] {
        let queue = Arc::new(K::Of::<Curious<K>>::new(capacity));
        queue.put(Curious(queue.clone())).unwrap();
        queue.put(Curious(queue.clone())).unwrap();
        queue.shutdown(Immediate);
        assert_eq!(Arc::strong_count(&queue), 1);
    }
}
