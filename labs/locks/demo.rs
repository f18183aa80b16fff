use std::sync::Arc;
use std::time::Duration;

use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicI64, Ordering::Relaxed};
use workbench::thread::{self, JoinHandle};

use crate::labs::{Story, named};

/// Between reading and writing: long enough for everyone else to read.
const PAUSE: Duration = Duration::from_millis(100);

// ANCHOR: unprotected
/// Reads, pauses, writes: every thread that reads before the first write
/// takes the same one.
pub(super) fn unprotected(story: &Story) {
    let left = Arc::new(AtomicI64::new(100).named("left"));
    let takers = start(story, {
        let (story, left) = (story.clone(), left.clone());
        move || {
            let seen = left.load(Relaxed); // everyone sees 100
            thread::sleep(story.scaled(PAUSE));
            left.store(seen - 1, Relaxed); // everyone writes 99
        }
    });
    takers.into_iter().for_each(|taker| taker.join().unwrap());
    report(story, left.load(Relaxed));
}
// ANCHOR_END: unprotected

// ANCHOR: locked
/// The same three steps inside a mutex: nobody can come between.
pub(super) fn locked(story: &Story) {
    let left = Arc::new(Mutex::new(100).named("left"));
    let takers = start(story, {
        let (story, left) = (story.clone(), left.clone());
        move || {
            let mut left = left.lock();
            let seen = *left;
            thread::sleep(story.scaled(PAUSE));
            *left = seen - 1;
        }
    });
    takers.into_iter().for_each(|taker| taker.join().unwrap());
    report(story, *left.lock());
}
// ANCHOR_END: locked

// ANCHOR: atomic
/// One step that nobody can come between, and a pause that holds up nobody.
pub(super) fn atomic(story: &Story) {
    let left = Arc::new(AtomicI64::new(100).named("left"));
    let takers = start(story, {
        let (story, left) = (story.clone(), left.clone());
        move || {
            thread::sleep(story.scaled(PAUSE));
            left.fetch_sub(1, Relaxed);
        }
    });
    takers.into_iter().for_each(|taker| taker.join().unwrap());
    report(story, left.load(Relaxed));
}
// ANCHOR_END: atomic

/// Starts as many takers as the story asks for.
fn start(
    story: &Story,
    take: impl Fn() + Clone + Send + 'static,
) -> Vec<JoinHandle<()>> {
    (1..=story.threads)
        .map(|n| named(format!("taker-{n}")).spawn(take.clone()).unwrap())
        .collect()
}

fn report(story: &Story, left: i64) {
    let right = 100 - story.threads as i64;
    let time = story.elapsed();
    let line = format!("left ▸ 100 → {left}");
    match left - right {
        0 => story.right(format!("{line}   as it should be, in {time:.2} s")),
        lost => story.wrong(format!(
            "{line}   {lost} of {} updates are lost",
            story.threads
        )),
    }
}
