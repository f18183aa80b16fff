use std::sync::Arc;
use std::sync::atomic::{AtomicBool as StdBool, AtomicU32 as StdU32};

use workbench::sync::Barrier;
use workbench::sync::atomic::Ordering::{self, *};
use workbench::sync::atomic::{AtomicBool, AtomicU64};
use workbench::thread;

use crate::labs::{Story, named};

/// Additions of each of two threads.
fn each(story: &Story) -> u64 {
    story.few("additions", 500, 1) as u64
}

/// What was read may be old when it is written back.
pub(super) fn split(story: &Story) {
    count(story, |total| {
        let seen = total.load(SeqCst);
        thread::yield_now();
        total.store(seen + 1, SeqCst);
    });
}

/// Reading, adding and writing as one step.
pub(super) fn fetch_add(story: &Story) {
    count(story, |total| {
        total.fetch_add(1, SeqCst);
    });
}

fn count(story: &Story, add: fn(&AtomicU64)) {
    let each = each(story);
    let total = Arc::new(AtomicU64::new(0).named("total"));
    let start = Arc::new(Barrier::new(2).named("start"));
    let threads = [(); 2].map(|()| {
        let (total, start) = (total.clone(), start.clone());
        thread::spawn(move || {
            start.wait().unwrap();
            (0..each).for_each(|_| add(&total));
        })
    });
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let (total, should) = (total.load(SeqCst), 2 * each);
    let line = format!("2 x {each} additions make {total}");
    match should - total {
        0 => story.right(line),
        lost => story.wrong(format!("{line}: {lost} are lost")),
    }
}

/// Release and Acquire make a pair: who sees the flag sees the letter too.
/// With Relaxed on both sides nothing promises that. This machine may keep
/// the promise all the same, so that no run can show the difference; nor can
/// the explorer, where every read sees the last write. `tests/loom/publish.rs`
/// has this story in memory as weak as the language allows.
pub(super) fn publish(story: &Story) {
    let letter = Arc::new(AtomicU64::new(0).named("letter"));
    let flag = Arc::new(AtomicBool::new(false).named("flag"));
    let reader = named("reader").spawn({
        let (letter, flag) = (letter.clone(), flag.clone());
        move || {
            while !flag.load(Acquire) {
                thread::yield_now();
            }
            letter.load(Relaxed)
        }
    });
    letter.store(42, Relaxed);
    flag.store(true, Release);
    match reader.unwrap().join().unwrap() {
        42 => story.right("who sees the flag reads 42"),
        read => story.wrong(format!("saw the flag and read {read}")),
    }
    story.say("Relaxed would not promise it, though this machine may keep it");
    story.say(
        "the explorer's memory is sequentially consistent; loom's is weak",
    );
}

/// Rounds of the experiment: a rare thing needs many.
const ROUNDS: u64 = 100_000;

/// A processor keeps its own writes in a buffer for a while, and reads past
/// them. So both threads can read 0, as if each had gone first.
pub(super) fn store_buffer(story: &Story) {
    reorder(story, Relaxed);
}

/// One order of all accesses that all threads agree on: whoever comes second
/// in it reads what the first has written.
pub(super) fn seq_cst(story: &Story) {
    reorder(story, SeqCst);
}

/// Tells in how many rounds neither thread saw the other's write. std's own
/// atomics: to record an access takes longer than a write stays in a buffer.
fn reorder(story: &Story, order: Ordering) {
    let rounds = story.scaled_work(ROUNDS) as u32;
    let written: [Arc<StdBool>; 2] = Default::default();
    let arrived = Arc::new(StdU32::new(0));
    let saw_nothing = |me: usize| {
        let (mine, other) = (written[me].clone(), written[1 - me].clone());
        let arrived = arrived.clone();
        let round = move |n| {
            meet(&arrived, 2 * n + 1);
            mine.store(true, order);
            let seen = other.load(order);
            meet(&arrived, 2 * n + 2);
            mine.store(false, order);
            !seen
        };
        move || (0..rounds).map(round).collect::<Vec<bool>>()
    };
    let one = thread::spawn(saw_nothing(0));
    let two = thread::spawn(saw_nothing(1));
    let (one, two) = (one.join().unwrap(), two.join().unwrap());
    let both = one.iter().zip(&two).filter(|(one, two)| **one && **two);
    let both = both.count();
    let line = format!("in {both} of {rounds} rounds both read nothing");
    match both {
        0 => story.right(line),
        _ => story.wrong(line),
    }
}

/// Waits until both threads have come here for the `times`-th time: without
/// blocking, so that they leave at the same moment.
fn meet(arrived: &StdU32, times: u32) {
    arrived.fetch_add(1, SeqCst);
    let mut spins = 0;
    while arrived.load(Acquire) < 2 * times {
        std::hint::spin_loop();
        spins += 1;
        if spins > 1000 {
            thread::yield_now(); // there may be one core only
        }
    }
}
