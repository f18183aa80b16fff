//! Asked whether there is something, and then waited for it.

use workbench::explore::FailureKind;
use workbench::queue::Queue;

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "cake",
    title: "the last piece of cake",
    goal: "Let somebody wait for ever in front of an empty plate.",
    lesson: "The answer of `is_empty` is old when it comes. Do not ask \
             whether you could: `try_get` tries, and says whether it did.",
    breaks: FailureKind::Deadlock,
    run: program,
    source: include_str!("cake.rs"),
};

fn program() {
    let plate = Queue::new(1).named("plate");
    plate.put("cake").unwrap();

    let eat = || {
        if !plate.is_empty() {
            plate.get().unwrap();
        }
    };
    together(&[("ann", &eat), ("ben", &eat)]);
}
