use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use workbench::sync::Mutex;
use workbench::thread;

use crate::labs::Story;

/// How often each thread takes both locks, where it can.
const ROUNDS: u32 = 10;

/// Between the first lock and the second.
const PAUSE: Duration = Duration::from_millis(5);

// ANCHOR: broken
/// Each thread takes its first lock and then wants the other's.
pub(super) fn broken(story: &Story) {
    let (lock1, lock2) = two_locks();
    let one = thread::spawn({
        let (story, lock1, lock2) =
            (story.clone(), lock1.clone(), lock2.clone());
        move || {
            let _first = lock1.lock();
            story.linger(0.1); // the other one takes its first lock
            let _second = lock2.lock();
        }
    });
    let two = thread::spawn({
        let story = story.clone();
        move || {
            let _first = lock2.lock();
            story.linger(0.1);
            let _second = lock1.lock();
        }
    });
    one.join().unwrap();
    two.join().unwrap();
}
// ANCHOR_END: broken

// ANCHOR: ordered
/// Both threads take `lock1` first: whoever has it will get `lock2` too.
pub(super) fn ordered(story: &Story) {
    let (lock1, lock2) = two_locks();
    let threads = [(); 2].map(|()| {
        let (story, lock1, lock2) =
            (story.clone(), lock1.clone(), lock2.clone());
        thread::spawn(move || {
            for _ in 0..story.rounds(ROUNDS) {
                let _first = lock1.lock();
                thread::sleep(story.scaled(PAUSE));
                let _second = lock2.lock();
            }
        })
    });
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let rounds = story.rounds(ROUNDS);
    story.right(format!("finished, {rounds} rounds each"));
}
// ANCHOR_END: ordered

// ANCHOR: backoff
/// Opposite order again, but nobody waits for a second lock: who cannot have
/// it gives up the first one and rests. The dice say how long, so that the
/// two do not keep in step.
pub(super) fn backoff(story: &Story) {
    let (lock1, lock2) = two_locks();
    let retries = Arc::new(AtomicU32::new(0));
    let orders = [(lock1.clone(), lock2.clone()), (lock2, lock1)];
    let mut number = 0;
    let threads = orders.map(|(first, second)| {
        let (story, retries) = (story.clone(), retries.clone());
        number += 1;
        let mut dice = story.dice(number);
        thread::spawn(move || {
            for _ in 0..story.rounds(ROUNDS) {
                loop {
                    let _first = first.lock();
                    thread::sleep(story.scaled(PAUSE));
                    if let Some(_second) = second.try_lock() {
                        break;
                    }
                    drop(_first);
                    retries.fetch_add(1, Relaxed);
                    let rest = PAUSE * 2 / 5 * dice.u32(1..=6);
                    thread::sleep(story.scaled(rest));
                }
            }
        })
    });
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let (rounds, retries) = (story.rounds(ROUNDS), retries.load(Relaxed));
    story.right(format!("finished, {rounds} rounds each, {retries} retries"));
}
// ANCHOR_END: backoff

fn two_locks() -> (Arc<Mutex<()>>, Arc<Mutex<()>>) {
    let lock = |name| Arc::new(Mutex::new(()).named(name));
    (lock("lock1"), lock("lock2"))
}
