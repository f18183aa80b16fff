//! Locks, while nobody records: what the trace costs those who do not want
//! one is the difference from parking_lot's, which are the same inside.

use std::cell::Cell;
use std::hint::black_box;

use workbench::sync::{Lock, Mutex, ReentrantMutex};

use crate::contest::{Contender, Row};
use crate::goal::Goal;
use crate::load::{alone, shared};
use crate::python::Python;
use crate::scale::Scale;

const THREADS: [u64; 3] = [2, 4, 8];

pub(crate) fn rows(scale: Scale, python: &Python) -> Vec<Row> {
    let count = scale.count(800_000);
    vec![
        mutex_alone(count, python)
            .goal(Goal::speed_at_least("parking_lot", 0.95)),
        mutex_contended(count, python)
            .goal(Goal::speed_at_least("parking_lot", 0.95)),
        reentrant_alone(count, python)
            .goal(Goal::speed_at_least("parking_lot", 1.1)),
        reentrant_contended(count)
            .goal(Goal::speed_at_least("parking_lot", 1.1)),
        reentrant_nested(count),
        lock_alone(count, python),
    ]
}

fn mutex_alone(count: u64, python: &Python) -> Row {
    let ours = [
        Contender::ours(move || {
            let lock = Mutex::new(0);
            alone(count, |n| *lock.lock() += n)
        }),
        Contender::new("parking_lot", move || {
            let lock = parking_lot::Mutex::new(0);
            alone(count, |n| *lock.lock() += n)
        }),
        Contender::new("std", move || {
            let lock = std::sync::Mutex::new(0);
            alone(count, |n| *lock.lock().expect("no panic") += n)
        }),
    ];
    let python = python.does(format!("lock 1 {count}"));
    Row::new("mutex, uncontended", "").cell("", ours.into_iter().chain(python))
}

fn mutex_contended(count: u64, python: &Python) -> Row {
    THREADS.into_iter().fold(
        Row::new("mutex, contended", "2, 4, 8 threads"),
        |row, threads| {
            let ours = [
                Contender::ours(move || {
                    let lock = Mutex::new(0);
                    shared(threads, count, |n| *lock.lock() += n)
                }),
                Contender::new("parking_lot", move || {
                    let lock = parking_lot::Mutex::new(0);
                    shared(threads, count, |n| *lock.lock() += n)
                }),
                Contender::new("std", move || {
                    let lock = std::sync::Mutex::new(0);
                    let add = |n| *lock.lock().expect("no panic") += n;
                    shared(threads, count, add)
                }),
            ];
            let python = python.does(format!("lock {threads} {count}"));
            row.cell(label(threads), ours.into_iter().chain(python))
        },
    )
}

fn reentrant_alone(count: u64, python: &Python) -> Row {
    let ours = [
        Contender::ours(move || {
            let lock = ReentrantMutex::new(Cell::new(0));
            alone(count, |n| add(&lock.lock(), n))
        }),
        Contender::new("parking_lot", move || {
            let lock = parking_lot::ReentrantMutex::new(Cell::new(0));
            alone(count, |n| add(&lock.lock(), n))
        }),
    ];
    let python = python.does(format!("rlock 1 {count}"));
    let row = Row::new("reentrant mutex, uncontended", "");
    row.cell("", ours.into_iter().chain(python))
}

fn reentrant_contended(count: u64) -> Row {
    let row = Row::new("reentrant mutex, contended", "2, 4, 8 threads");
    THREADS.into_iter().fold(row, |row, threads| {
        let ours = [
            Contender::ours(move || {
                let lock = ReentrantMutex::new(Cell::new(0));
                shared(threads, count, |n| add(&lock.lock(), n))
            }),
            Contender::new("parking_lot", move || {
                let lock = parking_lot::ReentrantMutex::new(Cell::new(0));
                shared(threads, count, |n| add(&lock.lock(), n))
            }),
        ];
        row.cell(label(threads), ours)
    })
}

/// What a second acquisition by the holder costs.
fn reentrant_nested(count: u64) -> Row {
    let ours = [
        Contender::ours(move || {
            let lock = ReentrantMutex::new(Cell::new(0));
            let _outer = lock.lock();
            alone(count, |n| add(&lock.lock(), n))
        }),
        Contender::new("parking_lot", move || {
            let lock = parking_lot::ReentrantMutex::new(Cell::new(0));
            let _outer = lock.lock();
            alone(count, |n| add(&lock.lock(), n))
        }),
    ];
    Row::new("reentrant mutex, nested", "").cell("", ours)
}

/// Python's lock, which any thread may release.
fn lock_alone(count: u64, python: &Python) -> Row {
    let ours = [
        Contender::ours(move || {
            let (lock, mut sum) = (Lock::new(), 0);
            alone(count, |n| {
                lock.acquire();
                sum = black_box(sum + n);
                lock.release().expect("held");
            })
        }),
        Contender::new("parking_lot", move || {
            let lock = parking_lot::Mutex::new(0);
            alone(count, |n| *lock.lock() += n)
        }),
    ];
    let python = python.does(format!("lock 1 {count}"));
    Row::new("lock, uncontended", "").cell("", ours.into_iter().chain(python))
}

fn add(sum: &Cell<u64>, n: u64) {
    sum.set(sum.get() + n);
}

fn label(threads: u64) -> String {
    format!("{threads} threads")
}
