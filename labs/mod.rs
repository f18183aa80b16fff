//! The labs: one folder each, one demonstration each.
//!
//! A lab is a card ([`Lab`]) and a few variants of one program, written
//! against the library as a student would write it. `Story` is all that it
//! knows of the command around it.
#![expect(
    clippy::unwrap_used,
    reason = "a demonstration is written as a student writes it, and nothing \
              that it unwraps can fail unless the lab has already"
)]

mod atomics;
mod barrier;
#[cfg(unix)]
mod command;
mod condition;
mod daemon;
mod deadlock;
#[cfg(unix)]
mod echo;
mod event;
mod file;
mod generator;
#[cfg(unix)]
mod gevent;
mod gil;
mod greenlet;
#[cfg(unix)]
mod io_models;
mod layers;
mod layout;
mod lifo;
mod locks;
mod philosophers;
mod pipes;
mod priority;
mod process;
mod producer_consumer;
mod program;
mod queue;
mod rayon;
mod readers_writers;
mod rlock;
#[cfg(unix)]
mod selectors;
mod semaphore;
#[cfg(unix)]
mod served;
#[cfg(unix)]
mod socketserver;
mod sticky;
mod story;
mod threads;
#[cfg(unix)]
mod udp;

use workbench::explore::FailureKind;
use workbench::process::Entry;
use workbench::thread;

pub(crate) use story::{Line, Mood, Sizes, Story};

/// Every lab, in the order in which a class meets them.
pub(crate) const ALL: &[&Lab] = &[
    &threads::LAB,
    &daemon::LAB,
    &gil::LAB,
    &locks::LAB,
    &deadlock::LAB,
    &rlock::LAB,
    &philosophers::LAB,
    &generator::LAB,
    &greenlet::LAB,
    #[cfg(unix)]
    &gevent::LAB,
    &event::LAB,
    &condition::LAB,
    &semaphore::LAB,
    &barrier::LAB,
    &readers_writers::LAB,
    &process::LAB,
    &pipes::LAB,
    &queue::LAB,
    &lifo::LAB,
    &priority::LAB,
    &producer_consumer::LAB,
    &atomics::LAB,
    &rayon::LAB,
    &layers::LAB,
    #[cfg(unix)]
    &echo::LAB,
    &sticky::LAB,
    #[cfg(unix)]
    &command::LAB,
    &file::LAB,
    #[cfg(unix)]
    &socketserver::LAB,
    #[cfg(unix)]
    &udp::LAB,
    #[cfg(unix)]
    &io_models::LAB,
    #[cfg(unix)]
    &selectors::LAB,
    &layout::LAB,
];

/// A lab's card: everything that is said of it without running it.
pub(crate) struct Lab {
    /// What to type.
    pub(crate) name: &'static str,
    /// One line, in the words of a class.
    pub(crate) title: &'static str,
    /// The section of the course notes, where it has one.
    pub(crate) notes: Option<&'static str>,
    /// How many threads the student may ask for, where that is a question.
    pub(crate) threads: Option<Threads>,
    /// What the words after its name are, where it takes any.
    pub(crate) words: Option<Words>,
    /// The story's chapters, in order.
    pub(crate) variants: &'static [Variant],
    /// What the explorer is to make of it.
    pub(crate) explored: Explored,
    /// Questions to go on with, each with the command that answers it.
    pub(crate) next: &'static [(&'static str, &'static str)],
    /// What its child processes run.
    pub(crate) processes: &'static [&'static Entry],
    /// A Python program that tells the same story, for `--vs python`. It is
    /// given the speed, the number of threads and the seed.
    pub(crate) python: Option<&'static str>,
    /// The file that its variants are in.
    pub(crate) source: &'static str,
    /// What a student makes of it, in order.
    pub(crate) exercises: &'static [&'static Exercise],
}

impl Lab {
    /// What a card says where it says nothing.
    const CARD: Self = Self {
        name: "",
        title: "",
        notes: None,
        threads: None,
        words: None,
        variants: &[],
        explored: Explored::With { threads: 2 },
        next: &[],
        processes: &[],
        python: None,
        source: "",
        exercises: &[],
    };
}

/// An exercise's card. Its folder has the files, and `wrong/`, whose first
/// lines say what the check finds in them.
pub(crate) struct Exercise {
    /// What to type, and the name of its folder and of the student's file.
    pub(crate) name: &'static str,
    /// One line: what to do.
    pub(crate) title: &'static str,
    /// How long it takes somebody who has seen the lab.
    pub(crate) minutes: u32,
    /// Paths of std that it may use, besides those that all may.
    pub(crate) uses: &'static [&'static str],
    /// Words that it may not use, and what to do instead.
    pub(crate) bans: &'static [(&'static str, &'static str)],
    /// What the student begins with: it compiles, and fails.
    pub(crate) starter: &'static str,
    /// What a solution must do, and must be able to do.
    pub(crate) check: &'static str,
    /// One that passes.
    pub(crate) solution: &'static str,
    /// From the question to the answer, with `---` between them.
    pub(crate) hints: &'static str,
}

impl Exercise {
    /// What to do instead of `word`, if the exercise may not use it.
    pub(crate) fn ban(&self, word: &str) -> Option<&'static str> {
        self.bans.iter().find(|it| it.0 == word).map(|it| it.1)
    }
}

/// What the explorer makes of a lab, or of one of its variants.
#[derive(Clone, Copy)]
pub(crate) enum Explored {
    /// It runs with so many threads, where the student may ask for some.
    With {
        /// Few: every one more makes many times as many interleavings.
        threads: usize,
    },
    /// It cannot, for this reason.
    Not(&'static str),
}

/// Why a lab of one thread is not explored.
const ONE_ORDER: &str = "one thread does it all: there is one order";

/// Words after a lab's name.
pub(crate) struct Words {
    /// Whether the lab can do something with this one.
    pub(crate) takes: fn(&str) -> bool,
    /// One that it can.
    pub(crate) example: &'static str,
    /// The only chapter that does, if it is not all of them.
    pub(crate) variant: Option<&'static str>,
}

/// How many threads a lab runs.
pub(crate) struct Threads {
    /// Unless the student says otherwise.
    pub(crate) default: usize,
    /// At least.
    pub(crate) min: usize,
    /// At most.
    pub(crate) max: usize,
}

/// One chapter of a lab's story.
pub(crate) struct Variant {
    /// What to type after `--variant`.
    pub(crate) name: &'static str,
    /// What it does, in one line.
    pub(crate) title: &'static str,
    /// What comes of it.
    pub(crate) ends: Ends,
    /// Why it cannot be explored, if it cannot.
    pub(crate) unexplored: Option<&'static str>,
    /// What the explorer finds where that is not what comes of it in class,
    /// and why.
    pub(crate) explored: Option<(FailureKind, &'static str)>,
    /// Labels that the explorer looks for, which some interleaving reaches.
    pub(crate) reaches: &'static [&'static str],
    /// Labels that it looks for, and none reaches.
    pub(crate) never_reaches: &'static [&'static str],
    /// The program.
    pub(crate) run: fn(&Story),
}

impl Variant {
    /// A variant that ends, and whose results are right.
    const fn right(
        name: &'static str,
        title: &'static str,
        run: fn(&Story),
    ) -> Self {
        Self::new(name, title, Ends::Right, run)
    }

    /// A variant that ends, and whose results may be wrong.
    const fn wrong(
        name: &'static str,
        title: &'static str,
        run: fn(&Story),
    ) -> Self {
        Self::new(name, title, Ends::Wrong, run)
    }

    /// A variant that never ends by itself.
    const fn deadlocked(
        name: &'static str,
        title: &'static str,
        run: fn(&Story),
    ) -> Self {
        Self::new(name, title, Ends::Deadlocked, run)
    }

    const fn new(
        name: &'static str,
        title: &'static str,
        ends: Ends,
        run: fn(&Story),
    ) -> Self {
        Self {
            name,
            title,
            ends,
            unexplored: None,
            explored: None,
            reaches: &[],
            never_reaches: &[],
            run,
        }
    }

    /// The same, which the explorer is not to run, for this reason.
    const fn unexplored(self, why: &'static str) -> Self {
        Self { unexplored: Some(why), ..self }
    }

    /// The same; but the explorer, which has all the time in the world, finds
    /// what a class never sees.
    const fn explored(self, kind: FailureKind, why: &'static str) -> Self {
        Self { explored: Some((kind, why)), ..self }
    }

    /// The same, of which the explorer is to say that this can happen.
    const fn reaches(self, labels: &'static [&'static str]) -> Self {
        Self { reaches: labels, ..self }
    }

    /// The same, of which the explorer is to say that this cannot happen.
    const fn never_reaches(self, labels: &'static [&'static str]) -> Self {
        Self { never_reaches: labels, ..self }
    }
}

/// What comes of a variant: the command says so if it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ends {
    /// It ends, and every result is right.
    Right,
    /// It ends, and its results may be wrong.
    Wrong,
    /// It never ends by itself.
    Deadlocked,
}

/// What the labs' child processes run: for `process::enter`.
pub(crate) fn entries() -> Vec<&'static Entry> {
    ALL.iter().flat_map(|lab| lab.processes).copied().collect()
}

/// Every exercise, in teaching order, with its lab.
pub(crate) fn exercises()
-> impl Iterator<Item = (&'static Lab, &'static Exercise)> {
    let of = |lab: &'static Lab| lab.exercises.iter().map(move |it| (lab, *it));
    ALL.iter().copied().flat_map(of)
}

/// The lab called `name`.
pub(crate) fn find(name: &str) -> Option<&'static Lab> {
    ALL.iter().find(|lab| lab.name == name).copied()
}

/// A thread that is about to be started under this name.
fn named(name: impl Into<String>) -> thread::Builder {
    thread::Builder::new().name(name)
}
