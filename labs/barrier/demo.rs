use std::sync::Arc;
use std::time::Duration;

use workbench::sync::{Barrier, Mutex};

use crate::labs::{Story, named};

const HIKERS: [&str; 3] = ["ada", "bob", "cleo"];
const HUTS: usize = 2;

/// Who comes along.
fn hikers(story: &Story) -> &'static [&'static str] {
    &HIKERS[..story.few("hikers", HIKERS.len(), 2)]
}

/// They walk at different speeds, and wait for each other at every hut. The
/// same barrier serves for the next one.
pub(super) fn huts(story: &Story) {
    let hikers = hikers(story);
    let barrier = Arc::new(Barrier::new(hikers.len()).named("hut"));
    let diary = Arc::new(Mutex::new(Vec::new()).named("diary"));
    let hikers = hikers.iter().zip(1..).map(|(name, pace)| {
        let (story, barrier) = (story.clone(), barrier.clone());
        let diary = diary.clone();
        let hike = move || {
            for hut in 1..=HUTS {
                story.sleep(0.2 * f64::from(pace));
                story.say(format!("reaches hut {hut}"));
                diary.lock().push((hut, "reached"));
                barrier.wait().unwrap();
                diary.lock().push((hut, "left"));
            }
        };
        named(*name).spawn(hike).unwrap()
    });
    hikers.collect::<Vec<_>>().into_iter().for_each(|it| it.join().unwrap());
    let diary = diary.lock();
    let early = |hut| {
        let first_left = diary.iter().position(|it| *it == (hut, "left"));
        let last_here = diary.iter().rposition(|it| *it == (hut, "reached"));
        first_left < last_here
    };
    match (1..=HUTS).any(early) {
        false => story.right("nobody left a hut before all had reached it"),
        true => story.wrong("somebody did not wait"),
    }
}

/// A barrier for three, and two who come.
pub(super) fn missing(story: &Story) {
    let barrier = Arc::new(Barrier::new(3).named("hut"));
    let hikers = ["ada", "bob"].map(|name| {
        let (story, barrier) = (story.clone(), barrier.clone());
        let hike = move || {
            story.say("waits for the others");
            let _ = barrier.wait();
        };
        named(name).spawn(hike).unwrap()
    });
    hikers.into_iter().for_each(|hiker| hiker.join().unwrap());
}

/// Who gives up breaks the barrier: nobody is left waiting for somebody who
/// will not come.
pub(super) fn impatient(story: &Story) {
    let barrier = Arc::new(Barrier::new(3).named("hut"));
    let hikers = ["ada", "bob"].map(|name| {
        let (story, barrier) = (story.clone(), barrier.clone());
        let hike = move || {
            let met = match name {
                "ada" => {
                    let patience = story.scaled(Duration::from_millis(500));
                    barrier.wait_timeout(patience)
                }
                _ => barrier.wait(),
            };
            let met = met.map(|_| "all met".to_owned());
            let told = met.unwrap_or_else(|broken| broken.to_string());
            story.say(told);
        };
        named(name).spawn(hike).unwrap()
    });
    hikers.into_iter().for_each(|hiker| hiker.join().unwrap());
    match barrier.is_broken() {
        true => story.right("the barrier is broken, and everybody knows"),
        false => story.wrong("the barrier is whole"),
    }
}
