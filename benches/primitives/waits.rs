//! Events, semaphores and barriers, against what one would write by hand.

use parking_lot::{Condvar, Mutex};
use workbench::sync::{Barrier, Event, Semaphore};

use crate::contest::{Contender, Row};
use crate::goal::Goal;
use crate::load::{alone, shared, together};
use crate::python::Python;
use crate::scale::Scale;

const BY_HAND: &str = "Mutex + Condvar";

pub(crate) fn rows(scale: Scale, python: &Python) -> Vec<Row> {
    let count = scale.count(400_000);
    vec![
        event_alone(count, python).goal(Goal::speed_at_least(BY_HAND, 2.5)),
        event_ping_pong(scale.count(8000)),
        semaphore_alone(count, python).goal(Goal::speed_at_least(BY_HAND, 1.5)),
        semaphore_contended(scale.count(100_000)),
        barrier(scale.count(1200), python)
            .goal(Goal::speed_at_least("std", 3.0)),
    ]
}

fn event_alone(count: u64, python: &Python) -> Row {
    let ours = [
        Contender::ours(move || {
            let event = Event::new();
            alone(count, |_| {
                event.set();
                event.wait();
                event.clear();
            })
        }),
        Contender::new(BY_HAND, move || {
            let event = Flag::default();
            alone(count, |_| {
                event.set();
                event.wait();
                event.clear();
            })
        }),
    ];
    let python = python.does(format!("event {count}"));
    Row::new("event, set wait clear", "")
        .cell("", ours.into_iter().chain(python))
}

/// There and back between two threads, half of which is a wake-up.
fn event_ping_pong(trips: u64) -> Row {
    let ours = [
        Contender::ours(move || {
            let (ping, pong) = (Event::new(), Event::new());
            together(2, |number| {
                let (mine, other) = two(number, &ping, &pong);
                for _ in 0..trips {
                    if number == 0 {
                        other.set();
                    }
                    mine.wait();
                    mine.clear();
                    if number == 1 {
                        other.set();
                    }
                }
            }) / trips as f64
        }),
        Contender::new(BY_HAND, move || {
            let (ping, pong) = (Flag::default(), Flag::default());
            together(2, |number| {
                let (mine, other) = two(number, &ping, &pong);
                for _ in 0..trips {
                    if number == 0 {
                        other.set();
                    }
                    mine.wait();
                    mine.clear();
                    if number == 1 {
                        other.set();
                    }
                }
            }) / trips as f64
        }),
    ];
    Row::new("event, there and back", "").cell("", ours)
}

/// What this thread waits for, and what the other one does.
fn two<'a, T>(number: u64, ping: &'a T, pong: &'a T) -> (&'a T, &'a T) {
    if number == 0 { (pong, ping) } else { (ping, pong) }
}

fn semaphore_alone(count: u64, python: &Python) -> Row {
    let ours = [
        Contender::ours(move || {
            let seats = Semaphore::new(2);
            alone(count, |_| {
                seats.acquire();
                seats.release();
            })
        }),
        Contender::new(BY_HAND, move || {
            let seats = Seats::new(2);
            alone(count, |_| {
                seats.acquire();
                seats.release();
            })
        }),
    ];
    let python = python.does(format!("semaphore {count}"));
    let row = Row::new("semaphore, uncontended", "");
    row.cell("", ours.into_iter().chain(python))
}

fn semaphore_contended(count: u64) -> Row {
    let ours = [
        Contender::ours(move || {
            let seats = Semaphore::new(2);
            shared(4, count, |_| {
                seats.acquire();
                seats.release();
            })
        }),
        Contender::new(BY_HAND, move || {
            let seats = Seats::new(2);
            shared(4, count, |_| {
                seats.acquire();
                seats.release();
            })
        }),
    ];
    Row::new("semaphore of 2, contended", "").cell("4 threads", ours)
}

fn barrier(meetings: u64, python: &Python) -> Row {
    [2, 4, 8].into_iter().fold(
        Row::new("barrier", "2, 4, 8 threads"),
        |row, parties| {
            let ours = [
                Contender::ours(move || {
                    let barrier = Barrier::new(parties as usize);
                    together(parties, |_| {
                        for _ in 0..meetings {
                            barrier.wait().expect("nobody breaks it");
                        }
                    }) / meetings as f64
                }),
                Contender::new("std", move || {
                    let barrier = std::sync::Barrier::new(parties as usize);
                    together(parties, |_| {
                        for _ in 0..meetings {
                            barrier.wait();
                        }
                    }) / meetings as f64
                }),
            ];
            let python = python.does(format!("barrier {parties} {meetings}"));
            let contenders = ours.into_iter().chain(python);
            row.cell(format!("{parties} threads"), contenders)
        },
    )
}

/// An event by hand.
#[derive(Default)]
struct Flag {
    is_set: Mutex<bool>,
    was_set: Condvar,
}

impl Flag {
    fn set(&self) {
        *self.is_set.lock() = true;
        self.was_set.notify_all();
    }

    fn clear(&self) {
        *self.is_set.lock() = false;
    }

    fn wait(&self) {
        let mut is_set = self.is_set.lock();
        while !*is_set {
            self.was_set.wait(&mut is_set);
        }
    }
}

/// A semaphore by hand.
struct Seats {
    free: Mutex<usize>,
    released: Condvar,
}

impl Seats {
    fn new(free: usize) -> Self {
        Self { free: Mutex::new(free), released: Condvar::new() }
    }

    fn acquire(&self) {
        let mut free = self.free.lock();
        while *free == 0 {
            self.released.wait(&mut free);
        }
        *free -= 1;
    }

    fn release(&self) {
        *self.free.lock() += 1;
        self.released.notify_one();
    }
}
