use std::sync::Arc;

use workbench::sync::{Barrier, Event, Mutex, Semaphore};
use workbench::thread::JoinHandle;

use crate::labs::{Story, named};

const NAMES: [&str; 5] = ["Plato", "Hypatia", "Kant", "Arendt", "Zhuangzi"];

/// Meals that everybody wants.
const MEALS: usize = 3;

fn meals(story: &Story) -> usize {
    story.few("meals", MEALS, 1)
}

type Fork = Arc<Mutex<()>>;

/// Fork n lies to the left of philosopher n, fork n + 1 to the right.
fn forks() -> [Fork; NAMES.len()] {
    std::array::from_fn(|n| Arc::new(Mutex::new(()).named(format!("fork-{n}"))))
}

/// Everybody takes the left fork. Then everybody waits for the right one,
/// which is somebody's left one.
pub(super) fn broken(story: &Story) {
    let forks = forks();
    dine(story, &NAMES, |story, seat| {
        let (left, right) =
            (forks[seat].clone(), forks[(seat + 1) % NAMES.len()].clone());
        move || {
            let _left = left.lock();
            story.linger(0.1); // everybody else takes one too
            let _right = right.lock();
        }
    });
}

/// Forks are taken in the order of their numbers: the last philosopher takes
/// the right one first, and no circle can close.
pub(super) fn ordered(story: &Story) {
    let forks = forks();
    dine(story, &NAMES, |story, seat| {
        let next = (seat + 1) % NAMES.len();
        let first = forks[seat.min(next)].clone();
        let second = forks[seat.max(next)].clone();
        move || {
            let mut dice = story.dice(seat as u64);
            for _ in 0..meals(&story) {
                story.sleep(0.1 * dice.f64()); // thinks
                let _first = first.lock();
                let _second = second.lock();
                story.sleep(0.1);
            }
        }
    });
    story.right(format!("everybody has eaten {} times", meals(story)));
}

/// Four at the table cannot hold five forks: one of them gets a second one.
pub(super) fn waiter(story: &Story) {
    let guests = story.few("philosophers", NAMES.len(), 3);
    let forks = forks();
    let seats = Arc::new(Semaphore::new(guests - 1).named("seats"));
    dine(story, &NAMES[..guests], |story, seat| {
        let (left, right) =
            (forks[seat].clone(), forks[(seat + 1) % guests].clone());
        let seats = seats.clone();
        move || {
            let mut dice = story.dice(seat as u64);
            for _ in 0..meals(&story) {
                story.sleep(0.1 * dice.f64()); // thinks
                seats.acquire();
                let meal = (left.lock(), right.lock());
                story.sleep(0.1);
                drop(meal);
                seats.release();
            }
        }
    });
    story.right(format!("everybody has eaten {} times", meals(story)));
}

/// Hypatia sits between Plato and Kant, and each of them begins his next meal
/// before the other has finished. She takes both forks or none: she is in
/// nobody's way, and never eats.
pub(super) fn starved(story: &Story) {
    let [_, left, right, ..] = forks();
    let dinner = Arc::new(Event::new().named("dinner"));
    let both_eat = Arc::new(Barrier::new(2).named("both eat"));
    let neighbour = |name, fork: &Fork| {
        let (story, fork) = (story.clone(), fork.clone());
        let (dinner, both_eat) = (dinner.clone(), both_eat.clone());
        let overlap = move || {
            both_eat.wait().unwrap();
        };
        let eat = move || {
            for meal in 1..=MEALS {
                let _fork = fork.lock();
                match (name, meal) {
                    ("Plato", 1) => dinner.set(),
                    _ => overlap(), // he has not finished yet
                }
                story.sleep(0.05);
                match (name, meal) {
                    ("Kant", MEALS) => dinner.clear(),
                    _ => overlap(), // he has begun already
                }
            }
        };
        named(name).spawn(eat).unwrap()
    };
    let neighbours = [neighbour("Plato", &left), neighbour("Kant", &right)];
    let hypatia = named("Hypatia").spawn({
        let story = story.clone();
        move || {
            let (mut meals, mut tries) = (0, 0);
            dinner.wait();
            loop {
                let forks = (left.try_lock(), right.try_lock());
                if !dinner.is_set() {
                    return (meals, tries); // too late to eat
                }
                tries += 1;
                meals += u32::from(matches!(forks, (Some(_), Some(_))));
                drop(forks);
                story.sleep(0.02);
            }
        }
    });
    neighbours.into_iter().for_each(|neighbour| neighbour.join().unwrap());
    let (meals, tries) = hypatia.unwrap().join().unwrap();
    story.wrong(format!(
        "her neighbours ate {MEALS} times each; Hypatia tried {tries} times \
         and ate {meals} times"
    ));
}

/// Starts those who dine, each with what `meal` makes for its seat, and
/// waits.
fn dine<M, F>(story: &Story, names: &[&str], meal: M)
where
    M: Fn(Story, usize) -> F,
    F: FnOnce() + Send + 'static,
{
    let table: Vec<JoinHandle<()>> = names
        .iter()
        .enumerate()
        .map(|(seat, name)| {
            named(*name).spawn(meal(story.clone(), seat)).unwrap()
        })
        .collect();
    table.into_iter().for_each(|thread| thread.join().unwrap());
}
