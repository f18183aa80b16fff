use std::sync::Arc;
use std::sync::atomic::AtomicUsize as StdUsize;

use workbench::explore;
use workbench::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use workbench::sync::{BoundedSemaphore, Semaphore};

use crate::labs::{Story, named};

const SEATS: usize = 2;

/// How many come for dinner.
fn guests(story: &Story) -> usize {
    story.few("guests", 6, 3)
}

/// A permit for each seat: the third guest waits until one is given back.
pub(super) fn seats(story: &Story) {
    let seats = Arc::new(Semaphore::new(SEATS).named("seats"));
    report(story, dine(story, &seats));
}

/// The third guest finds nothing to their taste and leaves without giving
/// the permit back; then another does. There is no permit left.
pub(super) fn leak(story: &Story) {
    let seats = Arc::new(Semaphore::new(SEATS).named("seats"));
    let guests = (1..=guests(story)).map(|n| {
        let (story, seats) = (story.clone(), seats.clone());
        let dine = move || {
            seats.acquire();
            if n % 2 == 1 {
                story.say("does not like the food, and leaves");
                return; // and the permit?
            }
            story.sleep(0.2);
            seats.release();
        };
        named(format!("guest-{n}")).spawn(dine).unwrap()
    });
    guests.collect::<Vec<_>>().into_iter().for_each(|it| it.join().unwrap());
}

/// Somebody gives back what was never taken: now there are more permits
/// than seats, and nothing says so.
pub(super) fn twice(story: &Story) {
    let seats = Arc::new(Semaphore::new(SEATS).named("seats"));
    seats.release();
    report(story, dine(story, &seats));
}

/// A bounded semaphore remembers how many permits there were.
pub(super) fn bounded(story: &Story) {
    let seats = BoundedSemaphore::new(SEATS).named("seats");
    seats.acquire();
    story.say(format!("giving it back: {:?}", seats.release()));
    match seats.release() {
        Err(refused) => story.right(format!("giving it back again: {refused}")),
        Ok(()) => story.wrong("giving it back again was accepted"),
    }
}

/// Lets all guests in; the most that sat at the same time.
fn dine(story: &Story, seats: &Arc<Semaphore>) -> usize {
    let inside = Arc::new(AtomicUsize::new(0).named("inside"));
    let most = Arc::new(StdUsize::new(0));
    let guests = (1..=guests(story)).map(|n| {
        let (story, seats) = (story.clone(), seats.clone());
        let (inside, most) = (inside.clone(), most.clone());
        let dine = move || {
            seats.acquire();
            let sit = inside.fetch_add(1, SeqCst) + 1;
            most.fetch_max(sit, SeqCst);
            if sit == SEATS {
                explore::reach("two sit");
            }
            story.linger(0.2);
            inside.fetch_sub(1, SeqCst);
            seats.release();
        };
        named(format!("guest-{n}")).spawn(dine).unwrap()
    });
    guests.collect::<Vec<_>>().into_iter().for_each(|it| it.join().unwrap());
    most.load(SeqCst)
}

fn report(story: &Story, most: usize) {
    let guests = guests(story);
    let line = format!("at most {most} of {guests} sat at the same time");
    match most {
        1..=SEATS => story.right(line),
        _ => story.wrong(format!("{line}, on {SEATS} seats")),
    }
}
