//! Where a program did not do the same although the same was decided.

use std::panic::Location;

use super::schedule::Schedule;
use crate::model::{Kernel, Outcome, Pending, TaskId};
use crate::trace::Place;

/// What differs between two executions, and after which steps.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    what: What,
    pub(super) schedule: Schedule,
}

/// What a program does now, and did before.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// What a task is about to do; `None` for one that has ended, or has not
    /// begun.
    Act { task: TaskId, before: Option<Way>, now: Option<Way> },
    /// Whether a task can do what it is about to do.
    Able { task: TaskId, way: Way, now: bool },
    /// How everything ended; `None` if it went on.
    End { before: Option<Outcome>, now: Option<Outcome> },
    /// What was decided, which is not possible any more.
    Unknown { last: Option<Place> },
}

/// What a task is about to do, and where.
#[derive(Clone, Debug)]
pub(super) struct Way {
    text: String,
    place: Place,
}

impl Way {
    pub(super) fn new(word: &str, place: &'static Location<'static>) -> Self {
        Self { text: word.to_owned(), place: Place::from(place) }
    }

    /// That of a suspended task.
    pub(super) fn of(pending: &Pending) -> Self {
        let place = Place::from(pending.place);
        Self { text: pending.describe(), place }
    }

    fn words(&self) -> String {
        format!("{} at {}", self.text, self.place.short())
    }
}

impl What {
    /// Whether it is about a panic.
    pub(super) fn is_panic(&self) -> bool {
        self.panic().is_some()
    }

    fn panic(&self) -> Option<&Outcome> {
        let Self::End { before, now } = self else { return None };
        let ends = [now, before].into_iter().flatten();
        { ends }.find(|it| matches!(it, Outcome::Panicked { .. }))
    }
}

impl Difference {
    /// It shows after the steps up to now.
    pub(super) fn new(kernel: &Kernel, what: What) -> Self {
        Self { what, schedule: Schedule::of(kernel.events()) }
    }

    /// The same steps come to another end.
    pub(super) fn of_ends(
        before: &Outcome,
        now: &Outcome,
        schedule: &Schedule,
    ) -> Self {
        let (before, now) = (Some(before.clone()), Some(now.clone()));
        let what = What::End { before, now };
        Self { what, schedule: schedule.clone() }
    }

    /// All that is known is where the last step was made.
    pub(super) fn after(last: Option<Place>, schedule: &Schedule) -> Self {
        Self { what: What::Unknown { last }, schedule: schedule.clone() }
    }

    /// Where the program does something else.
    pub(super) fn place(&self) -> Option<&Place> {
        match &self.what {
            What::Act { before, now, .. } => {
                now.as_ref().or(before.as_ref()).map(|it| &it.place)
            }
            What::Able { way, .. } => Some(&way.place),
            What::End { .. } => match self.what.panic()? {
                Outcome::Panicked { place, .. } => place.as_ref(),
                _ => None,
            },
            What::Unknown { last } => last.as_ref(),
        }
    }

    /// All of it in a sentence, in which tasks have these names.
    pub(super) fn sentence(&self, name: impl Fn(TaskId) -> String) -> String {
        let what = match &self.what {
            What::Act { task, before, now } => {
                acts(&name(*task), before.as_ref(), now.as_ref())
            }
            What::Able { task, way, now } => {
                let (name, way) = (name(*task), way.words());
                match now {
                    true => format!("{name} can do {way}, and could not"),
                    false => {
                        format!("{name} has to wait for {way}, and did not")
                    }
                }
            }
            What::End { before, now } => {
                let end = |it: &Outcome| end(it, &name);
                let now = match now {
                    Some(now) => format!("comes to {}", end(now)),
                    None => "goes on".to_owned(),
                };
                let before = match before {
                    Some(before) => format!("came to {}", end(before)),
                    None => "went on".to_owned(),
                };
                format!("the program {now}, and {before}")
            }
            What::Unknown { last } => {
                let last = last.as_ref();
                let last = last.map(|it| format!(" after {}", it.short()));
                let last = last.unwrap_or_default();
                format!("the program does something else{last} than it did")
            }
        };
        format!(
            "{what} before, though the same was decided: it goes by the \
             clock, by chance, by an address, or by something that outlives \
             an execution"
        )
    }
}

fn acts(name: &str, before: Option<&Way>, now: Option<&Way>) -> String {
    match (before, now) {
        (Some(before), Some(now)) if before.place == now.place => {
            let now = now.words();
            format!("{name} comes to {now}, and came to another object there")
        }
        (Some(before), now) => {
            let now = now.map_or("its end".to_owned(), Way::words);
            format!("{name} comes to {now}, and came to {}", before.words())
        }
        (None, now) => {
            let now = now.map_or("its end".to_owned(), Way::words);
            format!("{name} comes to {now}, and did not")
        }
    }
}

/// How an execution ended.
fn end(outcome: &Outcome, name: impl Fn(TaskId) -> String) -> String {
    match outcome {
        Outcome::Panicked { task, place, .. } => {
            let at = place.as_ref().map(|at| format!(" at {}", at.short()));
            format!("a panic of {}{}", name(*task), at.unwrap_or_default())
        }
        Outcome::Deadlock { .. } => "a deadlock".to_owned(),
        Outcome::Livelock => "a livelock".to_owned(),
        Outcome::StepLimit => "its last step".to_owned(),
        Outcome::Leaked { task } => format!("an end without {}", name(*task)),
        Outcome::StackOverflow { task } => {
            format!("the end of the stack of {}", name(*task))
        }
        _ => "its end".to_owned(),
    }
}
