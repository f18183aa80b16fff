//! The work that contenders are given: the same loop around each of them.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use crate::spread::Spread;

/// Parts of a sample that one thread takes alone. Where another program has
/// taken the processor away in the middle of some, the median does not see it.
const PARTS: u64 = 25;

/// Calls `operation` `count` times on this thread; nanoseconds a call, the
/// median of some parts.
#[inline]
pub(crate) fn alone(count: u64, mut operation: impl FnMut(u64)) -> f64 {
    let each = count / PARTS;
    let part = |_| {
        let start = Instant::now();
        for n in 0..each {
            operation(black_box(n));
        }
        start.elapsed().as_nanos() as f64 / each as f64
    };
    Spread::of((0..PARTS).map(part).collect()).median
}

/// Runs `work` once on each of this many threads, with the thread's number;
/// nanoseconds from the start of the first to the end of the last, without
/// the making of threads.
pub(crate) fn together(threads: u64, work: impl Fn(u64) + Sync) -> f64 {
    let start = Barrier::new(threads as usize);
    let timed = |number| {
        start.wait();
        let begun = Instant::now();
        work(number);
        (begun, Instant::now())
    };
    let times: Vec<_> = thread::scope(|scope| {
        let timed = &timed;
        let spawn = |number| scope.spawn(move || timed(number));
        let threads: Vec<_> = (0..threads).map(spawn).collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined.map(|times| times.expect("work that does not panic")).collect()
    });
    let begun = times.iter().map(|(begun, _)| *begun).min();
    let ended = times.iter().map(|(_, ended)| *ended).max();
    let (begun, ended) = begun.zip(ended).expect("at least one thread");
    (ended - begun).as_nanos() as f64
}

/// Shares `count` calls of `operation` among threads; nanoseconds a call.
pub(crate) fn shared(
    threads: u64,
    count: u64,
    operation: impl Fn(u64) + Sync,
) -> f64 {
    let each = count / threads;
    let work = |_| (0..each).for_each(|n| operation(black_box(n)));
    together(threads, work) / (each * threads) as f64
}

/// Moves `items` numbers from `pairs` threads that put to as many that get;
/// nanoseconds an item.
pub(crate) fn transfer(
    pairs: u64,
    items: u64,
    put: impl Fn(u64) + Sync,
    get: impl Fn() -> u64 + Sync,
) -> f64 {
    let each = items / pairs;
    let work = |number| {
        if number % 2 == 0 {
            (0..each).for_each(|n| put(black_box(n)));
        } else {
            for _ in 0..each {
                black_box(get());
            }
        }
    };
    together(2 * pairs, work) / (each * pairs) as f64
}
