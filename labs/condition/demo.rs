use std::sync::Arc;

use workbench::sync::{Condvar, Mutex};

use crate::labs::{Story, named};

/// A shelf, and the bell that rings when something is put on it.
struct Bakery {
    loaves: Mutex<u32>,
    bell: Condvar,
}

impl Bakery {
    fn open() -> Arc<Self> {
        Arc::new(Self {
            loaves: Mutex::new(0).named("shelf"),
            bell: Condvar::new().named("bell"),
        })
    }
}

/// The bell rings while nobody listens. A condition variable keeps no
/// memory of that; the customer never asks whether there is bread already.
pub(super) fn early(story: &Story) {
    let bakery = Bakery::open();
    *bakery.loaves.lock() += 1;
    bakery.bell.notify_one();
    story.say("has baked a loaf and rung the bell");
    let customer = named("customer").spawn({
        let story = story.clone();
        move || {
            let mut loaves = bakery.loaves.lock();
            story.say("comes in and waits for the bell");
            bakery.bell.wait(&mut loaves);
            *loaves -= 1;
        }
    });
    customer.unwrap().join().unwrap();
}

/// Two customers hear the bell, and there is one loaf. Who comes second
/// takes what is not there.
pub(super) fn if_once(story: &Story) {
    serve(story, |bakery| {
        let mut loaves = bakery.loaves.lock();
        if *loaves == 0 {
            bakery.bell.wait(&mut loaves);
        }
        let found = *loaves > 0;
        *loaves = loaves.saturating_sub(1);
        found
    });
}

/// Being woken is a hint: the second customer looks, and waits on.
pub(super) fn while_empty(story: &Story) {
    serve(story, |bakery| {
        let mut loaves = bakery.loaves.lock();
        bakery.bell.wait_while(&mut loaves, |loaves| *loaves == 0);
        *loaves -= 1;
        true
    });
}

/// Two customers wait; one loaf is baked, and a second one later.
fn serve(story: &Story, buy: fn(&Bakery) -> bool) {
    let bakery = Bakery::open();
    let customers = ["ada", "bob"].map(|name| {
        let (story, bakery) = (story.clone(), bakery.clone());
        named(name).spawn(move || {
            let found = buy(&bakery);
            story.say(if found { "has a loaf" } else { "finds no loaf" });
            found
        })
    });
    story.sleep(0.2); // both wait
    for _ in 0..2 {
        *bakery.loaves.lock() += 1;
        bakery.bell.notify_all();
        story.sleep(0.2);
    }
    let served = customers.map(|it| it.unwrap().join().unwrap());
    let left = *bakery.loaves.lock();
    match served {
        [true, true] => story.right("two loaves, two customers served"),
        _ => story.wrong(format!(
            "one customer took nothing for a loaf, and {left} is left over"
        )),
    }
}
