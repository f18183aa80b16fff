use std::sync::Arc;

use workbench::sync::{Event, Mutex, Semaphore};
use workbench::thread::JoinHandle;

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
            let mut dice = story.dice(seat as u64);
            for _ in 0..MEALS {
                story.sleep(0.1 * dice.f64()); // thinks
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
            let mut dice = story.dice(seat as u64);
            for _ in 0..MEALS {
                story.sleep(0.1 * dice.f64()); // thinks
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

/// Hypatia sits between Plato and Kant, and each of them begins his next meal
/// before the other has finished. She takes both forks or none: she is in
/// nobody's way, and never eats.
pub(super) fn starved(story: &Story) {
    let [_, left, right, ..] = forks();
    // Plato's turn, Kant's turn: handed over in the middle of a meal.
    let [plato, kant] = ["Plato's turn", "Kant's turn"]
        .map(|turn| Arc::new(Event::new().named(turn)));
    let neighbour =
        |name, fork: &Fork, mine: &Arc<Event>, next: &Arc<Event>| {
            let (story, fork) = (story.clone(), fork.clone());
            let (mine, next) = (mine.clone(), next.clone());
            let eat = move || {
                for _ in 0..MEALS {
                    mine.wait();
                    mine.clear();
                    let _fork = fork.lock();
                    story.sleep(0.05);
                    next.set();
                    story.sleep(0.05);
                }
            };
            named(name).spawn(eat).unwrap()
        };
    let neighbours = [
        neighbour("Plato", &left, &plato, &kant),
        neighbour("Kant", &right, &kant, &plato),
    ];
    plato.set();
    story.sleep(0.02); // the first meal has begun

    let over = Arc::new(Event::new().named("dinner is over"));
    let hypatia = named("Hypatia").spawn({
        let (story, over) = (story.clone(), over.clone());
        move || {
            let (mut meals, mut tries) = (0, 0);
            while !over.is_set() {
                let forks = (left.try_lock(), right.try_lock());
                tries += 1;
                meals += u32::from(matches!(forks, (Some(_), Some(_))));
                drop(forks);
                story.sleep(0.02);
            }
            (meals, tries)
        }
    });
    neighbours.into_iter().for_each(|neighbour| neighbour.join().unwrap());
    over.set();
    let (meals, tries) = hypatia.unwrap().join().unwrap();
    story.wrong(format!(
        "her neighbours ate {MEALS} times each; Hypatia tried {tries} times \
         and ate {meals} times"
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
            named(*name).spawn(meal(story.clone(), seat)).unwrap()
        })
        .collect();
    table.into_iter().for_each(|thread| thread.join().unwrap());
}
