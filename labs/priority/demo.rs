use std::cmp::Ordering;

use workbench::queue::PriorityQueue;

use crate::labs::Story;

/// The notes' three pairs: the smaller number goes first.
pub(super) fn smallest(story: &Story) {
    let queue = PriorityQueue::unbounded().named("waiting room");
    for patient in [(2, "2"), (1, "1"), (3, "3")] {
        queue.put(patient).unwrap();
    }
    let served = [(); 3].map(|()| queue.get().unwrap().1);
    match served {
        ["1", "2", "3"] => story.right(format!("served: {served:?}")),
        _ => story.wrong(format!("served: {served:?}")),
    }
}

/// Somebody who is compared by urgency alone.
struct Patient {
    urgency: u32,
    name: &'static str,
}

impl Ord for Patient {
    fn cmp(&self, other: &Self) -> Ordering {
        self.urgency.cmp(&other.urgency)
    }
}

impl PartialOrd for Patient {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Patient {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Patient {}

/// A heap alone would serve equals in any order. This queue counts who came
/// when; Python's compares the next field instead, or fails if it cannot.
pub(super) fn equals(story: &Story) {
    let queue = PriorityQueue::unbounded().named("waiting room");
    for name in ["ada", "bob", "cleo", "dora"] {
        queue.put(Patient { urgency: 2, name }).unwrap();
    }
    queue.put(Patient { urgency: 1, name: "eve" }).unwrap();
    let served = [(); 5].map(|()| queue.get().unwrap().name);
    match served {
        ["eve", "ada", "bob", "cleo", "dora"] => {
            story.right(format!("served: {}", served.join(", ")));
        }
        _ => story.wrong(format!("served: {served:?}")),
    }
}

/// Nobody has to wait for ever in a line; here somebody may.
pub(super) fn starved(story: &Story) {
    let queue = PriorityQueue::unbounded().named("waiting room");
    queue.put(Patient { urgency: 9, name: "sore throat" }).unwrap();
    for _ in 0..5 {
        queue.put(Patient { urgency: 1, name: "broken leg" }).unwrap();
        story.say(format!("serves: {}", queue.get().unwrap().name));
    }
    let left = queue.get().unwrap().name;
    story.wrong(format!("after five patients, still waiting: {left}"));
}
