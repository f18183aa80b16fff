use std::sync::Arc;

use workbench::sync::{Mutex, ReentrantMutex};
use workbench::thread;

use crate::labs::Story;

/// `fun1` holds the lock and calls `fun2`, which wants it too. The only one
/// who could release it is the one who waits.
pub(super) fn plain(story: &Story) {
    let lock = Mutex::new(()).named("lock");
    let fun2 = || drop(lock.lock());
    let fun1 = || {
        let _held = lock.lock();
        story.say("has the lock, and calls what wants it too");
        fun2();
    };
    fun1();
}

/// The lock knows its holder: the second time only counts.
pub(super) fn reentrant(story: &Story) {
    let lock = ReentrantMutex::new(()).named("lock");
    let fun2 = || {
        let _held = lock.lock();
        story.say(format!("fun2 has the lock {} times", lock.depth()));
    };
    let fun1 = || {
        let _held = lock.lock();
        story.say(format!("fun1 has the lock {} time", lock.depth()));
        fun2();
        story.say(format!("back in fun1: {} time", lock.depth()));
    };
    fun1();
    match lock.depth() {
        0 => story.right("it was released as often as it was taken"),
        depth => story.wrong(format!("it is still held {depth} times")),
    }
}

/// The notes' cure of the deadlock: what were lock1 and lock2 is one
/// reentrant lock, so that there is no order to get wrong. Nobody gets in
/// between, and nobody works at the same time either.
pub(super) fn threads(story: &Story) {
    let lock = Arc::new(ReentrantMutex::new(()).named("lock"));
    let count = story.few("threads", 10, 3);
    let threads: Vec<_> = (0..count)
        .map(|_| {
            let (story, lock) = (story.clone(), lock.clone());
            thread::spawn(move || {
                for _fun in 1..=2 {
                    let _lock1 = lock.lock();
                    let _lock2 = lock.lock();
                    story.sleep(0.02);
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let line = "threads finished, no matter in which order they came";
    story.right(format!("{count} {line}"));
}
