use std::sync::Arc;

use workbench::queue::{Queue, Shutdown, TryPutError};
use workbench::sync::Event;

use crate::labs::{Story, named};

/// Three slots: the fourth put waits for a get, and a get on the empty queue
/// waits for a put.
pub(super) fn bounded(story: &Story) {
    let queue = Arc::new(Queue::new(3).named("queue"));
    let full = Arc::new(Event::new().named("queue is full"));
    let waiter = named("waiter").spawn({
        let (story, queue) = (story.clone(), queue.clone());
        let full = full.clone();
        move || {
            let first = queue.get().unwrap(); // empty: waits
            story.say(format!("got {first}"));
            full.wait();
            story.sleep(0.5);
            let mut got = vec![first];
            got.extend((1..=4).map(|_| queue.get().unwrap()));
            got
        }
    });
    story.sleep(0.5);
    for item in ["one", "two", "three", "four"] {
        queue.put(item).unwrap();
    }
    match queue.try_put("five") {
        Err(TryPutError::Full(item)) => {
            story.say(format!("no room for {item}; waits"));
        }
        other => story.wrong(format!("try_put on a full queue: {other:?}")),
    }
    full.set();
    queue.put("five").unwrap(); // full: waits
    let got = waiter.unwrap().join().unwrap();
    match got[..] {
        ["one", "two", "three", "four", "five"] => {
            story.right("all five came out in the order they went in");
        }
        _ => story.wrong(format!("came out as {got:?}")),
    }
}

/// A get takes an item, and says nothing of the work on it: `task_done` does,
/// and `join` waits for it.
pub(super) fn tasks(story: &Story) {
    let queue = Arc::new(Queue::new(3).named("queue"));
    let worker = named("worker").spawn({
        let (story, queue) = (story.clone(), queue.clone());
        move || {
            while let Ok(item) = queue.get() {
                story.sleep(0.3);
                story.say(format!("has done {item}"));
                queue.task_done().unwrap();
            }
        }
    });
    for item in ["the dishes", "the laundry"] {
        queue.put(item).unwrap();
    }
    story.say(format!("waits; {} items in the queue", queue.len()));
    queue.join();
    story.right("join returned when the work was done");
    match queue.task_done() {
        Err(refused) => story.say(format!("once more: {refused}")),
        Ok(()) => story.wrong("one task too many was accepted"),
    }
    queue.shutdown(Shutdown::Drain);
    worker.unwrap().join().unwrap();
}

/// The worker drops an item that it does not like, and never calls it done.
pub(super) fn forgotten(story: &Story) {
    let queue = Arc::new(Queue::new(3).named("queue"));
    let worker = named("worker").spawn({
        let (story, queue) = (story.clone(), queue.clone());
        move || {
            while let Ok(item) = queue.get() {
                if item == "the dishes" {
                    story.say("does not do the dishes");
                    continue; // and task_done?
                }
                queue.task_done().unwrap();
            }
        }
    });
    for item in ["the laundry", "the dishes", "the shopping"] {
        queue.put(item).unwrap();
    }
    queue.join();
    queue.shutdown(Shutdown::Drain);
    worker.unwrap().join().unwrap();
}

/// A queue that is shut down takes nothing more; what is in it is still
/// handed out, and who waits is told.
pub(super) fn shutdown(story: &Story) {
    let queue = Arc::new(Queue::new(3).named("queue"));
    let worker = named("worker").spawn({
        let (story, queue) = (story.clone(), queue.clone());
        move || {
            let mut count = 0;
            while let Ok(item) = queue.get() {
                story.say(format!("got {item}"));
                story.sleep(0.2);
                count += 1;
            }
            story.say("the queue is shut down: goes home");
            count
        }
    });
    for item in 1..=3 {
        queue.put(item).unwrap();
    }
    queue.shutdown(Shutdown::Drain);
    let refused = queue.put(4).is_err();
    let count = worker.unwrap().join().unwrap();
    match (count, refused) {
        (3, true) => story.right("three were taken, the fourth was refused"),
        _ => story.wrong(format!("{count} were taken; refused: {refused}")),
    }
}
