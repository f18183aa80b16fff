//! The threads as a player sees them.

use workbench::explore::{FailureKind, Game, GameEnd, Standing};
use workbench::trace::Place;

use crate::output::one_line;

/// A thread that somebody may choose.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    /// What to type: threads are counted from 1, in the order in which they
    /// were started. The main thread, where it does something, is 0.
    pub(super) number: usize,
    pub(super) name: String,
    /// What it did last.
    pub(super) did: Option<String>,
    pub(super) next: Next,
    /// Where it stands, unless it has ended.
    pub(super) place: Option<Place>,
}

/// What a thread does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// This, if it is chosen.
    Can(String),
    /// Nothing: why not.
    Cannot(String),
    /// Nothing any more.
    Never(&'static str),
}

impl Next {
    /// In words, whichever it is.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Can(words) | Self::Cannot(words) => words,
            Self::Never(words) => words,
        }
    }
}

/// Who sits at the table. The main thread does only if it does more than to
/// wait for the others.
pub(super) fn seats(game: &Game) -> Vec<Seat> {
    let idle = |it: &&Standing| it.joins || it.next.is_none();
    let seen = |it: &&Standing| it.thread > 0 || !idle(it);
    let standing = game.standing().iter().filter(seen);
    standing.map(|it| seat(game, it)).collect()
}

fn seat(game: &Game, it: &Standing) -> Seat {
    let mine = |step: &&_| is_of(step, it.thread);
    let did = game.steps().iter().rfind(mine);
    let (next, place) = match &it.next {
        None => (Next::Never(how_it_ended(game, it.thread)), None),
        Some((what, place)) => {
            let next = match (&it.waits_for, it.outcomes.is_empty()) {
                (Some(why), _) => Next::Cannot(waits(it, why)),
                (None, true) => {
                    let rests = "sees nothing new: others go on first";
                    Next::Cannot(rests.to_owned())
                }
                (None, false) => Next::Can(one_line(what)),
            };
            (next, Some(place.clone()))
        }
    };
    Seat {
        number: it.thread,
        name: one_line(&it.name),
        did: did.map(|step| one_line(&step.text)),
        next,
        place,
    }
}

fn is_of(step: &workbench::explore::Step, thread: usize) -> bool {
    step.thread == thread && !step.is_join
}

/// `waits for lock2, which Thread-2 has`.
pub(super) fn waits(it: &Standing, what: &str) -> String {
    let what = one_line(what);
    match &it.holder {
        Some(holder) if *holder == it.name => {
            format!("waits for {what}, which it has itself")
        }
        Some(holder) => {
            format!("waits for {what}, which {} has", one_line(holder))
        }
        None => format!("waits for {what}"),
    }
}

fn how_it_ended(game: &Game, thread: usize) -> &'static str {
    let last = game.steps().last().is_some_and(|it| it.thread == thread);
    match game.end() {
        Some(GameEnd::Failed(it))
            if last && it.kind() == FailureKind::Panic =>
        {
            "has panicked"
        }
        _ => "has ended",
    }
}
