//! The levels of `workbench play`: small programs, each with a mistake that
//! shows under some orders of steps only. Whoever plays is the scheduler, and
//! looks for such an order.
//!
//! A level is one file: a card ([`Level`]) and the program, written against
//! the library as a student would write it. Two threads with a name, seldom
//! three, take a few steps each, on objects that have names too. Run one
//! after the other they do nothing wrong: it takes a switch at the right
//! moment. The program makes all its state itself, so that it can be run any
//! number of times, and it never sleeps: time decides nothing here.
//!
//! A level is broken when its program panics, with a sentence of the story,
//! or cannot go on. [`Room`] is what mutual exclusion protects; `together`
//! starts the threads and waits for them.
#![expect(
    clippy::unwrap_used,
    reason = "a level is written as a student writes it; what it unwraps \
              fails only if the system has no thread to give, or a queue was \
              shut down"
)]

mod account;
mod again;
mod alarm;
mod bakery;
mod bell;
mod bread;
mod bridge;
mod cake;
mod chopsticks;
mod clock;
mod closing;
mod coffee;
mod corridor;
mod courtesy;
mod cup;
mod cutlery;
mod dekker;
mod departures;
mod desks;
mod dictation;
mod firewood;
mod flags;
mod gallery;
mod guest;
mod hatch;
mod hyman;
mod keys;
mod knock;
mod letters;
mod light;
mod manners;
mod museum;
mod nap;
mod overtake;
mod pantry;
mod peterson;
mod photo;
mod plates;
mod post;
mod price;
mod report;
mod room;
mod seat;
mod six;
mod start;
mod table;
mod thief;
mod tickets;
mod turnstile;
mod underscore;

use workbench::explore::FailureKind;
use workbench::thread::{self, Builder};

use room::Room;

/// Every level, in the order in which to play them.
pub(crate) const ALL: &[Chapter] = &[
    Chapter {
        title: "one step, then another",
        levels: &[&cup::LEVEL, &flags::LEVEL, &manners::LEVEL],
    },
    Chapter {
        title: "counting",
        levels: &[
            &clock::LEVEL,
            &museum::LEVEL,
            &guest::LEVEL,
            &light::LEVEL,
            &six::LEVEL,
        ],
    },
    Chapter {
        title: "a lock",
        levels: &[
            &keys::LEVEL,
            &underscore::LEVEL,
            &account::LEVEL,
            &knock::LEVEL,
        ],
    },
    Chapter {
        title: "two locks",
        levels: &[
            &cutlery::LEVEL,
            &desks::LEVEL,
            &table::LEVEL,
            &alarm::LEVEL,
            &corridor::LEVEL,
        ],
    },
    Chapter {
        title: "readers and a writer",
        levels: &[&again::LEVEL, &bridge::LEVEL, &gallery::LEVEL],
    },
    Chapter {
        title: "waiting for news",
        levels: &[
            &bell::LEVEL,
            &nap::LEVEL,
            &bread::LEVEL,
            &closing::LEVEL,
            &start::LEVEL,
            &hatch::LEVEL,
        ],
    },
    Chapter {
        title: "permits, events and meetings",
        levels: &[
            &chopsticks::LEVEL,
            &pantry::LEVEL,
            &seat::LEVEL,
            &turnstile::LEVEL,
            &dictation::LEVEL,
            &letters::LEVEL,
        ],
    },
    Chapter {
        title: "queues",
        levels: &[
            &firewood::LEVEL,
            &cake::LEVEL,
            &overtake::LEVEL,
            &post::LEVEL,
            &report::LEVEL,
        ],
    },
    Chapter {
        title: "once, and without a lock",
        levels: &[
            &photo::LEVEL,
            &departures::LEVEL,
            &coffee::LEVEL,
            &price::LEVEL,
            &thief::LEVEL,
        ],
    },
    Chapter {
        title: "famous, with one line wrong",
        levels: &[
            &dekker::LEVEL,
            &tickets::LEVEL,
            &bakery::LEVEL,
            &courtesy::LEVEL,
            &peterson::LEVEL,
            &hyman::LEVEL,
            &plates::LEVEL,
        ],
    },
];

/// A level's card: everything that is said of it without running it.
pub(crate) struct Level {
    /// What to type.
    pub(crate) name: &'static str,
    /// One line.
    pub(crate) title: &'static str,
    /// What breaking it means: one sentence that asks for it.
    pub(crate) goal: &'static str,
    /// What to take home: said after it is broken.
    pub(crate) lesson: &'static str,
    /// How it breaks. Where it is a lost wake-up it may be a deadlock, too:
    /// that hangs on when the notification comes.
    pub(crate) breaks: FailureKind,
    /// The program.
    pub(crate) run: fn(),
    /// The file that it is in.
    pub(crate) source: &'static str,
}

/// Levels about one thing, from the easiest to the hardest.
pub(crate) struct Chapter {
    /// What they are about.
    pub(crate) title: &'static str,
    /// In the order in which to play them.
    pub(crate) levels: &'static [&'static Level],
}

/// Every level, without the chapters.
pub(crate) fn all() -> impl Iterator<Item = &'static Level> {
    ALL.iter().flat_map(|chapter| chapter.levels).copied()
}

/// The level called `name`.
pub(crate) fn find(name: &str) -> Option<&'static Level> {
    all().find(|level| level.name == name)
}

/// Runs each part in a thread of this name, and waits for all of them.
fn together(parts: &[(&str, &(dyn Fn() + Sync))]) {
    thread::scope(|scope| {
        for &(name, part) in parts {
            Builder::new().name(name).spawn_scoped(scope, part).unwrap();
        }
    });
}
