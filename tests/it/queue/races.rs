//! Many threads at once. What goes wrong here goes wrong now and then: with
//! `WORKBENCH_STRESS_ROUNDS=1000` in release it has been looked for longer.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use workbench::queue::{
    ShutDown, Shutdown, TooManyDone, TryGetError, TryPutError,
};

use super::kinds::{self, Face, Kind, for_every_queue};
use crate::stress::rounds;

const CAPACITIES: [usize; 3] = [1, 3, 0];
const PRODUCERS: u32 = 3;
const CONSUMERS: u32 = 3;
const ITEMS: u32 = 50;

for_every_queue! {
    nothing_is_lost_and_nothing_doubled
    timeouts_lose_nothing_and_double_nothing
    join_returns_while_others_work
    as_many_tasks_are_done_as_were_put
    drain_among_puts_and_gets_loses_nothing
    immediate_shutdown_among_all_else_balances
    nobody_sees_half_an_immediate_shutdown
    two_immediate_shutdowns_drop_once
}

/// Runs `body` for every capacity, over and over.
fn over_and_over(body: impl Fn(usize, usize)) {
    for round in 0..rounds() {
        for capacity in CAPACITIES {
            body(capacity, round as usize);
        }
    }
}

fn every_item() -> Vec<u32> {
    (0..PRODUCERS * ITEMS).collect()
}

/// Has every producer put its items with `put` and every consumer take all
/// that `get` gives it; returns everything that was got, in order.
fn exchange<Q: Sync>(
    queue: &Q,
    put: impl Fn(&Q, u32) + Sync,
    get: impl Fn(&Q) -> Option<u32> + Sync,
    all_put: impl FnOnce(&Q),
) -> Vec<u32> {
    let produce = |producer: u32| {
        for item in producer * ITEMS..(producer + 1) * ITEMS {
            put(queue, item);
        }
    };
    let consume = || std::iter::from_fn(|| get(queue)).collect();
    let (produce, consume) = (&produce, &consume);
    let mut got = thread::scope(|scope| {
        let consumers: Vec<thread::ScopedJoinHandle<'_, Vec<u32>>> =
            (0..CONSUMERS).map(|_| scope.spawn(consume)).collect();
        let producers: Vec<_> = (0..PRODUCERS)
            .map(|producer| scope.spawn(move || produce(producer)))
            .collect();
        for producer in producers {
            producer.join().unwrap();
        }
        all_put(queue);
        consumers
            .into_iter()
            .flat_map(|consumer| consumer.join().unwrap())
            .collect::<Vec<u32>>()
    });
    got.sort_unstable();
    got
}

fn nothing_is_lost_and_nothing_doubled<K: Kind>() {
    over_and_over(|capacity, _| {
        let queue = K::new::<u32>(capacity);
        let got = exchange(
            &queue,
            |queue, item| queue.put(item).unwrap(),
            |queue| queue.get().ok(),
            |queue| queue.shutdown(Shutdown::Drain),
        );
        assert_eq!(got, every_item());
    });
}

fn timeouts_lose_nothing_and_double_nothing<K: Kind>() {
    over_and_over(|capacity, round| {
        let queue = K::new::<u32>(capacity);
        let timeout = Duration::from_micros(round as u64 % 5 * 20);
        let put = |queue: &K::Of<u32>, mut item| {
            while let Err(refused) = queue.put_timeout(item, timeout) {
                assert_eq!(refused, TryPutError::Full(item));
                item = refused.into_inner();
            }
        };
        let get = |queue: &K::Of<u32>| loop {
            match queue.get_timeout(timeout) {
                Ok(item) => return Some(item),
                Err(TryGetError::Empty) => {}
                Err(TryGetError::ShutDown) => return None,
            }
        };
        let end = |queue: &K::Of<u32>| queue.shutdown(Shutdown::Drain);
        assert_eq!(exchange(&queue, put, get, end), every_item());
    });
}

fn join_returns_while_others_work<K: Kind>() {
    over_and_over(|capacity, _| {
        let queue = K::new::<u32>(capacity);
        let worked = AtomicU32::new(0);
        let got = exchange(
            &queue,
            |queue, item| queue.put(item).unwrap(),
            |queue| {
                let item = queue.get().ok()?;
                worked.fetch_add(1, SeqCst);
                queue.task_done().unwrap();
                Some(item)
            },
            |queue| {
                queue.join();
                assert_eq!(worked.load(SeqCst), PRODUCERS * ITEMS);
                queue.shutdown(Shutdown::Drain);
            },
        );
        assert_eq!(got, every_item());
    });
}

fn as_many_tasks_are_done_as_were_put<K: Kind>() {
    over_and_over(|_, _| {
        let queue = K::new::<u32>(0);
        for item in 0..ITEMS {
            queue.put(item).unwrap();
        }
        let done = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while queue.task_done().is_ok() {
                        done.fetch_add(1, SeqCst);
                    }
                });
            }
            queue.join();
        });
        assert_eq!(done.load(SeqCst), ITEMS);
    });
}

/// What became of the items, while a shutdown came in between.
#[derive(Default)]
struct Fates {
    put: AtomicU32,
    refused: AtomicU32,
    got: AtomicU32,
    dropped: AtomicU32,
}

/// Counts its drop, wherever that is.
struct Item<'a>(&'a AtomicU32);

impl Drop for Item<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
    }
}

impl PartialEq for Item<'_> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Item<'_> {}

impl PartialOrd for Item<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Item<'_> {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

/// Producers and consumers at work, each task done after its get, somebody
/// in `join`; amid that a shutdown. Returns when all of them have.
fn shut_down_amid<K: Kind>(
    capacity: usize,
    round: usize,
    how: Shutdown,
) -> Fates {
    let fates: &'static Fates = Box::leak(Box::default());
    let queue = K::Of::<Item<'static>>::new(capacity);
    let begin = Barrier::new(6);
    let produce = || {
        begin.wait();
        for _ in 0..ITEMS {
            let fate = match queue.put(Item(&fates.dropped)) {
                Ok(()) => &fates.put,
                Err(ShutDown(_)) => &fates.refused,
            };
            fate.fetch_add(1, SeqCst);
        }
    };
    let consume = || {
        begin.wait();
        while let Ok(item) = queue.get() {
            drop(item);
            fates.got.fetch_add(1, SeqCst);
            assert_eq!(queue.task_done(), Ok(()));
        }
    };
    thread::scope(|scope| {
        scope.spawn(produce);
        scope.spawn(produce);
        scope.spawn(consume);
        scope.spawn(consume);
        scope.spawn(|| {
            begin.wait();
            queue.join();
        });
        begin.wait();
        for _ in 0..round % 20 {
            thread::yield_now();
        }
        queue.shutdown(how);
    });
    assert_eq!(queue.len(), 0);
    assert_eq!(queue.task_done(), Err(TooManyDone));
    queue.join();
    let copy = |count: &AtomicU32| AtomicU32::new(count.load(SeqCst));
    Fates {
        put: copy(&fates.put),
        refused: copy(&fates.refused),
        got: copy(&fates.got),
        dropped: copy(&fates.dropped),
    }
}

fn drain_among_puts_and_gets_loses_nothing<K: Kind>() {
    over_and_over(|capacity, round| {
        let fates = shut_down_amid::<K>(capacity, round, Shutdown::Drain);
        assert_eq!(fates.put.into_inner(), fates.got.into_inner());
        assert_eq!(fates.dropped.into_inner(), 2 * ITEMS);
    });
}

fn immediate_shutdown_among_all_else_balances<K: Kind>() {
    over_and_over(|capacity, round| {
        let fates = shut_down_amid::<K>(capacity, round, Shutdown::Immediate);
        let (put, refused) = (fates.put.into_inner(), fates.refused);
        assert_eq!(put + refused.into_inner(), 2 * ITEMS);
        assert!(fates.got.into_inner() <= put);
        assert_eq!(fates.dropped.into_inner(), 2 * ITEMS);
    });
}

/// Whoever was refused once is refused by the other end as well.
fn nobody_sees_half_an_immediate_shutdown<K: Kind>() {
    over_and_over(|capacity, round| {
        let queue = K::new::<u32>(capacity);
        thread::scope(|scope| {
            scope.spawn(|| {
                while queue.try_put(1) != Err(TryPutError::ShutDown(1)) {}
                assert_eq!(queue.try_get(), Err(TryGetError::ShutDown));
                assert!(queue.is_empty());
            });
            scope.spawn(|| {
                while queue.try_get() != Err(TryGetError::ShutDown) {}
                assert_eq!(queue.try_put(2), Err(TryPutError::ShutDown(2)));
                assert!(queue.is_shut_down());
            });
            for _ in 0..round % 20 {
                thread::yield_now();
            }
            queue.shutdown(Shutdown::Immediate);
        });
    });
}

fn two_immediate_shutdowns_drop_once<K: Kind>() {
    over_and_over(|capacity, _| {
        let queue = K::Of::<Arc<u32>>::new(capacity);
        let item = Arc::new(1);
        while queue.len() < 3 && queue.try_put(item.clone()).is_ok() {}
        let begin = Barrier::new(2);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    begin.wait();
                    queue.shutdown(Shutdown::Immediate);
                    assert_eq!(queue.len(), 0);
                    queue.join();
                });
            }
        });
        assert_eq!(Arc::strong_count(&item), 1);
        assert_eq!(queue.task_done(), Err(TooManyDone));
    });
}
