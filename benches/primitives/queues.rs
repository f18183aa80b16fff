//! FIFO queues, in the flavor to use and in the one to read, against
//! channels.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

use crossbeam::channel;
use workbench::queue::{Queue, textbook};

use crate::contest::{Contender, Row};
use crate::goal::Goal;
use crate::load::transfer;
use crate::python::Python;
use crate::scale::Scale;

/// How many threads put, and as many get.
const PAIRS: [u64; 3] = [1, 2, 4];

pub(crate) fn rows(scale: Scale, python: &Python) -> Vec<Row> {
    let items = scale.count(200_000);
    vec![
        versus("queue, bounded at 64", 64, items, python)
            .goal(Goal::speed_at_least("crossbeam", 1.0))
            .goal(Goal::speed_at_least("python", 25.0)),
        versus("queue, bounded at 1024", 1024, items, python)
            .goal(Goal::speed_at_least("crossbeam", 0.9))
            .goal(Goal::speed_at_least("python", 25.0)),
        // Every item parks somebody, which takes microseconds.
        versus("queue, one slot", 1, scale.count(4000), python),
        versus("queue, unbounded", 0, items, python)
            .goal(Goal::speed_at_least("crossbeam", 1.5))
            .goal(Goal::speed_at_least("kanal", 0.9))
            .goal(Goal::speed_at_least("python", 100.0)),
        with_task_done(items)
            .goal(Goal::speed_at_least("crossbeam + counter", 3.0)),
    ]
}

/// A queue against everybody; `capacity` 0 for no limit.
fn versus(
    title: &'static str,
    capacity: usize,
    items: u64,
    python: &Python,
) -> Row {
    PAIRS.into_iter().fold(Row::new(title, "1P1C, 2P2C, 4P4C"), |row, pairs| {
        let ours = [
            Contender::ours(move || fast(capacity, pairs, items)),
            Contender::new("textbook", move || {
                let queue = textbook::Queue::new(capacity);
                let put = |n| queue.put(n).expect("an open queue");
                let get = || queue.get().expect("an open queue");
                transfer(pairs, items, put, get)
            }),
            Contender::new("crossbeam", move || {
                crossbeam(capacity, pairs, items)
            }),
            Contender::new("kanal", move || kanal(capacity, pairs, items)),
        ];
        let request = format!("queue {capacity} {pairs} {items}");
        row.cell(label(pairs), ours.into_iter().chain(python.does(request)))
    })
}

fn fast(capacity: usize, pairs: u64, items: u64) -> f64 {
    let queue = Queue::new(capacity);
    let put = |n| queue.put(n).expect("an open queue");
    let get = || queue.get().expect("an open queue");
    transfer(pairs, items, put, get)
}

fn crossbeam(capacity: usize, pairs: u64, items: u64) -> f64 {
    let (sender, receiver) = crossbeam_channel(capacity);
    let put = |n| sender.send(n).expect("an open channel");
    let get = || receiver.recv().expect("an open channel");
    transfer(pairs, items, put, get)
}

fn kanal(capacity: usize, pairs: u64, items: u64) -> f64 {
    let (sender, receiver) = match capacity {
        0 => kanal::unbounded(),
        _ => kanal::bounded(capacity),
    };
    let put = |n| sender.send(n).expect("an open channel");
    let get = || receiver.recv().expect("an open channel");
    transfer(pairs, items, put, get)
}

/// Every item is called done. The rival counts what is unfinished up and
/// down in one atomic variable, and has nobody to wake; nor has the library,
/// for nobody joins before the end.
fn with_task_done(items: u64) -> Row {
    let mut row = Row::new(
        "queue, task_done for each item",
        "1P1C, 2P2C, 4P4C at 64, at 1024",
    );
    for capacity in [64, 1024] {
        for pairs in PAIRS {
            let ours = Contender::ours(move || done(capacity, pairs, items));
            let rival = Contender::new("crossbeam + counter", move || {
                counted(capacity, pairs, items)
            });
            let label = format!("{} at {capacity}", label(pairs));
            row = row.cell(label, [ours, rival]);
        }
    }
    row
}

fn done(capacity: usize, pairs: u64, items: u64) -> f64 {
    let queue = Queue::new(capacity);
    let put = |n| queue.put(n).expect("an open queue");
    let get = || {
        let item = queue.get().expect("an open queue");
        queue.task_done().expect("a task for each item");
        item
    };
    let nanos = transfer(pairs, items, put, get);
    queue.join();
    nanos
}

fn counted(capacity: usize, pairs: u64, items: u64) -> f64 {
    let (sender, receiver) = crossbeam_channel(capacity);
    let unfinished = AtomicU64::new(0);
    let put = |n| {
        unfinished.fetch_add(1, SeqCst);
        sender.send(n).expect("an open channel");
    };
    let get = || {
        let item = receiver.recv().expect("an open channel");
        unfinished.fetch_sub(1, SeqCst);
        item
    };
    let nanos = transfer(pairs, items, put, get);
    assert_eq!(unfinished.into_inner(), 0);
    nanos
}

fn crossbeam_channel(
    capacity: usize,
) -> (channel::Sender<u64>, channel::Receiver<u64>) {
    match capacity {
        0 => channel::unbounded(),
        _ => channel::bounded(capacity),
    }
}

fn label(pairs: u64) -> String {
    format!("{pairs}P{pairs}C")
}
