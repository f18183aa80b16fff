use std::sync::Arc;

use workbench::sync::{Event, Mutex, Semaphore};
use workbench::thread::{self, JoinHandle};

use crate::labs::{Story, named};

const NAMES: [&str; 5] = ["Plato", "Hypatia", "Kant", "Arendt", "Zhuangzi"];

/// Meals that everybody wants.
const MEALS: usize = 3;

type Fork = Arc<Mutex<()>>;

/// Fork n lies to the left of philosopher n, fork n + 1 to the right.
fn forks() -> [Fork; 5] {
    std::array::from_fn(|n| Arc::new(Mutex::new(()).named(format!("fork-{n}"))))
}

/// Everybody takes the left fork. Then everybody waits for the right one,
/// which is somebody's left one.
pub(super) fn broken(story: &Story) {
    let forks = forks();
    dine(story, |story, seat| {
        let (left, right) =
            (forks[seat].clone(), forks[(seat + 1) % 5].clone());
        move || {
            let _left = left.lock();
            story.sleep(0.1); // everybody else takes one too
            let _right = right.lock();
        }
    });
}

/// Forks are taken in the order of their numbers: the last philosopher takes
/// the right one first, and no circle can close.
pub(super) fn ordered(story: &Story) {
    let forks = forks();
    dine(story, |story, seat| {
        let next = (seat + 1) % 5;
        let first = forks[seat.min(next)].clone();
        let second = forks[seat.max(next)].clone();
        move || {
            for _ in 0..MEALS {
                let _first = first.lock();
                let _second = second.lock();
                story.sleep(0.1);
            }
        }
    });
    story.right(format!("everybody has eaten {MEALS} times"));
}

/// Four at the table cannot hold five forks: one of them gets a second one.
pub(super) fn waiter(story: &Story) {
    let forks = forks();
    let seats = Arc::new(Semaphore::new(4).named("seats"));
    dine(story, |story, seat| {
        let (left, right) =
            (forks[seat].clone(), forks[(seat + 1) % 5].clone());
        let seats = seats.clone();
        move || {
            for _ in 0..MEALS {
                seats.acquire();
                let meal = (left.lock(), right.lock());
                story.sleep(0.1);
                drop(meal);
                seats.release();
            }
        }
    });
    story.right(format!("everybody has eaten {MEALS} times"));
}

/// Hypatia sits between Plato and Kant, who start their meals before the
/// other has finished. She takes both forks or none, so she never blocks
/// anybody, and never eats.
pub(super) fn starved(story: &Story) {
    let forks = forks();
    let over = Arc::new(Event::new().named("dinner is over"));
    // Hands the turn over while both neighbours still eat.
    let turns: [_; 2] = std::array::from_fn(|n| {
        Arc::new(Event::new().named(format!("turn of {}", NAMES[2 * n])))
    });
    let neighbour = |n: usize| {
        let (story, fork) = (story.clone(), forks[1 + n].clone());
        let (mine, other) = (turns[n].clone(), turns[1 - n].clone());
        let eat = move || {
            for _ in 0..MEALS {
                mine.wait();
                mine.clear();
                let _meal = fork.lock();
                story.sleep(0.05);
                other.set();
                story.sleep(0.05);
            }
        };
        named(NAMES[2 * n]).spawn(eat).unwrap()
    };
    let hungry = {
        let (story, over) = (story.clone(), over.clone());
        let (left, right) = (forks[1].clone(), forks[2].clone());
        let try_to_eat = move || {
            let (mut meals, mut tries) = (0, 0);
            while !over.is_set() {
                tries += 1;
                if let (Some(_l), Some(_r)) =
                    (left.try_lock(), right.try_lock())
                {
                    meals += 1;
                }
                story.sleep(0.02);
            }
            (meals, tries)
        };
        let neighbours = [neighbour(0), neighbour(1)];
        turns[0].set();
        story.sleep(0.02); // the first meal has begun
        (named(NAMES[1]).spawn(try_to_eat).unwrap(), neighbours)
    };
    let (hypatia, neighbours) = hungry;
    neighbours.into_iter().for_each(|n| n.join().unwrap());
    over.set();
    let (meals, tries) = hypatia.join().unwrap();
    story.wrong(format!(
        "her neighbours have eaten {MEALS} times each, Hypatia {meals} times \
         in {tries} tries"
    ));
}

/// Starts the five, each with what `meal` makes for its seat, and waits.
fn dine<M, F>(story: &Story, meal: M)
where
    M: Fn(Story, usize) -> F,
    F: FnOnce() + Send + 'static,
{
    let table: Vec<JoinHandle<()>> = NAMES
        .iter()
        .enumerate()
        .map(|(seat, name)| {
            named(name).spawn(meal(story.clone(), seat)).unwrap()
        })
        .collect();
    table.into_iter().for_each(|thread| thread.join().unwrap());
}
