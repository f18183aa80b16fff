use std::sync::Arc;

use workbench::queue::{Queue, Shutdown};
use workbench::thread::JoinHandle;

use crate::labs::{Story, named};

/// Items that a short shelf holds.
const SLOTS: usize = 2;

/// How many are made.
fn items(story: &Story) -> usize {
    story.few("items", 6, 3)
}

// ANCHOR: polling
/// The consumer looks ten times, at its own pace. When it has looked for the
/// last time the producer is not through.
pub(super) fn polling(story: &Story) {
    let queue = Arc::new(Queue::unbounded().named("shelf"));
    let producer = produce(story, &queue, 0.4);
    let consumer = named("consumer").spawn({
        let (story, queue) = (story.clone(), queue.clone());
        move || {
            for _ in 0..story.few("looks", 10, 3) {
                story.sleep(0.2);
                match queue.try_get() {
                    Ok(item) => story.say(format!("used {item}")),
                    Err(empty) => story.say(empty.to_string()),
                }
            }
        }
    });
    consumer.unwrap().join().unwrap();
    producer.join().unwrap();
    let line = |left| format!("{left} of {} were never used", items(story));
    match queue.len() {
        0 => story.right(line(0)),
        left => story.wrong(line(left)),
    }
}
// ANCHOR_END: polling

// ANCHOR: blocking
/// A get waits until there is something. That nothing more will come is said
/// by the one who knows.
pub(super) fn blocking(story: &Story) {
    let queue = Arc::new(Queue::unbounded().named("shelf"));
    let (producer, consumer) =
        (produce(story, &queue, 0.4), consume(story, &queue, 0.2));
    producer.join().unwrap();
    queue.shutdown(Shutdown::Drain);
    report(story, consumer.join().unwrap());
}
// ANCHOR_END: blocking

/// Nobody tells the producer to slow down.
pub(super) fn unbounded(story: &Story) {
    let queue = Arc::new(Queue::unbounded().named("shelf"));
    let (producer, consumer) =
        (produce(story, &queue, 0.1), consume(story, &queue, 0.3));
    producer.join().unwrap();
    let lying = queue.len();
    queue.shutdown(Shutdown::Drain);
    consumer.join().unwrap();
    let items = items(story);
    let line = format!("{lying} of {items} lay on the shelf in the end");
    match lying {
        0..=SLOTS => story.right(line),
        _ => story.wrong(line),
    }
}

// ANCHOR: back-pressure
/// With two slots a full shelf stops the producer, until something is used.
pub(super) fn back_pressure(story: &Story) {
    let queue = Arc::new(Queue::new(SLOTS).named("shelf"));
    let (producer, consumer) =
        (produce(story, &queue, 0.1), consume(story, &queue, 0.3));
    producer.join().unwrap();
    queue.shutdown(Shutdown::Drain);
    report(story, consumer.join().unwrap());
}
// ANCHOR_END: back-pressure

// ANCHOR: produce
/// Makes all items, each in so many seconds.
fn produce(
    story: &Story,
    queue: &Arc<Queue<usize>>,
    pace: f64,
) -> JoinHandle<()> {
    let (story, queue) = (story.clone(), queue.clone());
    let make = move || {
        for item in 1..=items(&story) {
            story.sleep(pace);
            story.say(format!("made {item}"));
            queue.put(item).unwrap();
        }
    };
    named("producer").spawn(make).unwrap()
}
// ANCHOR_END: produce

// ANCHOR: consume
/// Uses items, each in so many seconds, until there will be no more; how many
/// there were.
fn consume(
    story: &Story,
    queue: &Arc<Queue<usize>>,
    pace: f64,
) -> JoinHandle<usize> {
    let (story, queue) = (story.clone(), queue.clone());
    let use_up = move || {
        let mut used = 0;
        while let Ok(item) = queue.get() {
            story.sleep(pace);
            story.say(format!("used {item}"));
            used += 1;
        }
        used
    };
    named("consumer").spawn(use_up).unwrap()
}
// ANCHOR_END: consume

fn report(story: &Story, used: usize) {
    let items = items(story);
    match used == items {
        true => story.right(format!("all {items} were made and used")),
        false => story.wrong(format!("{used} of {items} were used")),
    }
}
