use std::hint::black_box;
use std::time::Instant;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use workbench::thread;

use crate::labs::{Story, named};

/// How far the sum goes.
const N: u64 = 40_000_000;

/// Rayon's workers, as threads of this library: they have lanes.
fn pool() -> ThreadPool {
    ThreadPoolBuilder::new()
        .spawn_handler(|worker| {
            let name = format!("worker-{}", worker.index() + 1);
            named(name).spawn(|| worker.run()).map(drop)
        })
        .build()
        .unwrap()
}

/// Whole numbers can be added in any order, even as floats: rayon cuts them
/// up, and no worker waits for another.
pub(super) fn sum(story: &Story) {
    let n = black_box(story.scaled_work(N));
    let start = Instant::now();
    let serial: f64 = (0..n).map(|number| number as i64 as f64).sum();
    let one = start.elapsed().as_secs_f64();
    story.say(format!("one core: {one:.3} s"));

    let pool = pool();
    let workers = pool.current_num_threads();
    let start = Instant::now();
    let numbers = (0..n).into_par_iter().map(|number| number as i64 as f64);
    let parallel: f64 = pool.install(|| numbers.sum());
    let all = start.elapsed().as_secs_f64();
    story.say(format!("{workers} workers: {all:.3} s"));
    let line = format!("{:.2} times as fast on {workers} cores", one / all);
    // Exact: below 2 to the power of 53.
    match serial == parallel {
        true => story.right(line),
        false => story.wrong(format!("{serial} is not {parallel}")),
    }
}

/// Floating point addition is not associative: where the data is cut decides
/// what is rounded.
pub(super) fn rounding(story: &Story) {
    let count = story.scaled_work(10_000_000);
    let values: Vec<f32> = (1..=count).map(|n| 1.0 / n as f32).collect();
    let serial: f32 = values.iter().sum();
    let pool = pool();
    let mut seen: Vec<f32> =
        (0..5).map(|_| pool.install(|| values.par_iter().sum())).collect();
    seen.sort_by(f32::total_cmp);
    seen.dedup();
    story.say(format!("one after the other: {serial}"));
    story.wrong(format!("cut up, five times: {seen:?}"));
    let exact: f64 = values.iter().map(|v| f64::from(*v)).sum();
    story.say(format!("with twice the digits: {exact:.5}"));
}

/// A worker that waits is a core's worth of work not done: for waiting there
/// may be as many threads as there are waits.
pub(super) fn waiting(story: &Story) {
    const WAITS: usize = 20;
    let pool = pool();
    let start = Instant::now();
    pool.install(|| {
        (0..WAITS).into_par_iter().for_each(|_| story.sleep(0.1));
    });
    let rayon = start.elapsed().as_secs_f64();
    let workers = pool.current_num_threads();
    story.say(format!("rayon, {workers} workers: {rayon:.3} s"));

    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..WAITS {
            scope.spawn(|| story.sleep(0.1));
        }
    });
    let threads = start.elapsed().as_secs_f64();
    story.say(format!("{WAITS} threads: {threads:.3} s"));
    story.right(format!("threads wait {:.1} times as fast", rayon / threads));
}
