use std::hint::black_box;
use std::ops::Range;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use workbench::process::{Child, Entry};
use workbench::sync::Mutex;
use workbench::thread;

use crate::labs::program::{Program, story_of};
use crate::labs::{Story, named};

/// The notes' sum: every number below 70 million.
const NUMBERS: u64 = 70_000_000;

/// How often a thread takes the one lock to add up its numbers. CPython lets
/// a thread have it for 5 ms at a time.
const TURNS: u64 = 7;

/// Adds up whole numbers as floats. The sum is exact, and no compiler may
/// change the order, so each addition waits for the one before: that takes a
/// core all its time, and little of what it shares with another core.
fn add_up(numbers: Range<u64>) -> f64 {
    let add = |sum, number| sum + number as i64 as f64;
    black_box(numbers.fold(0.0, add))
}

fn add_all(story: &Story) {
    add_up(0..story.scaled_work(NUMBERS));
}

pub(super) static ADD: Entry = Entry::new("add", |child: &Child| {
    add_all(&story_of(child));
    0
});

/// The same work for each thread: with a core for each, as long as for one.
pub(super) fn cpu(story: &Story) {
    let count = story.threads;
    let bar = story.progress(4 * count as u64, "sums");
    let sum = |_| {
        add_all(story);
        bar.inc(1);
    };
    let serial =
        timed(story, "one after the other", || (0..count).for_each(sum));
    let threads =
        timed(story, &format!("{count} threads"), || at_once(count, sum));
    timed(story, "rayon", || (0..count).into_par_iter().for_each(sum));
    let processes = timed(story, &format!("{count} processes"), || {
        let children: Vec<_> = (1..=count)
            .map(|n| Program::plan(story, &format!("process-{n}"), &ADD))
            .map(|child| Program::start(story, child))
            .collect();
        for mut child in children {
            child.join();
            bar.inc(1);
        }
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    story.right(format!(
        "on {cores} cores: threads {:.2} times as fast, processes {:.2} times",
        serial / threads,
        serial / processes
    ));
}

/// Threads that may compute only while they have the one lock there is.
pub(super) fn cpu_one_lock(story: &Story) {
    let count = story.threads;
    let serial = timed(story, "one after the other", || {
        for _ in 0..count {
            add_all(story);
        }
    });
    let gil = Mutex::new(()).named("the lock");
    let threads = timed(story, &format!("{count} threads, one lock"), || {
        at_once(count, |_| {
            let length = story.scaled_work(NUMBERS) / TURNS;
            for turn in 0..TURNS {
                let _turn = gil.lock();
                add_up(turn * length..(turn + 1) * length);
            }
        });
    });
    story.wrong(format!(
        "{:.2} times as fast: only one computes at a time",
        serial / threads
    ));
}

/// Waits for the network, ten at once.
const WAITS: usize = 10;
const WAIT: Duration = Duration::from_millis(200);

/// Who waits needs no core.
pub(super) fn io(story: &Story) {
    let serial = timed(story, "one after the other", || {
        (0..WAITS).for_each(|_| wait(story));
    });
    let threads = timed(story, &format!("{WAITS} threads"), || {
        at_once(WAITS, |_| wait(story));
    });
    story.right(format!("{:.1} times as fast", serial / threads));
}

/// CPython gives up its lock while it waits for the system: that is why
/// threads are worth having there too.
pub(super) fn io_one_lock(story: &Story) {
    let serial = timed(story, "one after the other", || {
        (0..WAITS).for_each(|_| wait(story));
    });
    let gil = Mutex::new(()).named("the lock");
    let threads = timed(story, &format!("{WAITS} threads, one lock"), || {
        at_once(WAITS, |_| {
            let running = gil.lock();
            drop(running);
            wait(story);
            let _running = gil.lock();
        });
    });
    story.right(format!(
        "{:.1} times as fast, lock or no lock",
        serial / threads
    ));
}

#[track_caller]
fn wait(story: &Story) {
    thread::sleep(story.scaled(WAIT));
}

/// Runs `work` on so many threads at once.
fn at_once(count: usize, work: impl Fn(usize) + Sync) {
    thread::scope(|scope| {
        let work = &work;
        for n in 1..=count {
            let worker = named(format!("worker-{n}"));
            worker.spawn_scoped(scope, move || work(n)).unwrap();
        }
    });
}

/// Does it, says how long it took, and returns that.
fn timed(story: &Story, how: &str, work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    let time = start.elapsed().as_secs_f64();
    story.say(format!("{how}: {time:.3} s"));
    time
}
