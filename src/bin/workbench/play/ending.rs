//! What is said when a round is over.

use workbench::explore::{Failure, FailureKind, GameEnd, Standing};

use super::par::{Effort, Par, is_break};
use super::round::Round;
use super::seat::waits;
use crate::output::one_line;
use crate::subject::Subject;

/// The end of a round, in words.
pub(super) struct Ending {
    /// Whether the program is broken.
    pub(super) is_broken: bool,
    /// What happened, in its own words.
    pub(super) what: Vec<String>,
    /// What to take home.
    pub(super) lesson: Option<&'static str>,
    /// What it took, against par.
    pub(super) effort: Vec<String>,
    /// What to type next: what for, and the command.
    pub(super) next: Vec<(&'static str, String)>,
}

impl Ending {
    /// The end of `round`, if it has one.
    pub(super) fn of(round: &Round) -> Option<Self> {
        Some(match round.game.end()? {
            GameEnd::Finished => Self::good(round),
            GameEnd::Failed(failure) if is_break(&failure) => {
                Self::broken(round, &failure)
            }
            GameEnd::Failed(failure) => Self {
                is_broken: false,
                what: vec![
                    one_line(failure.message()),
                    "so it cannot be played any further".to_owned(),
                ],
                lesson: None,
                effort: Vec::new(),
                next: Vec::new(),
            },
        })
    }

    fn good(round: &Round) -> Self {
        let mut what = vec!["it came to its end, and nothing broke".to_owned()];
        if round.game.moves() == 0 {
            what.push("there was nothing to choose".to_owned());
        } else if round.par() == Some(Par::Sound) {
            what.push("nor does it in any other order: proved".to_owned());
        }
        Self {
            is_broken: false,
            what,
            lesson: None,
            effort: Vec::new(),
            next: Vec::new(),
        }
    }

    fn broken(round: &Round, failure: &Failure) -> Self {
        let again = format!("workbench replay {}", round.token(failure));
        let mut next = vec![("again", again)];
        next.extend(after(&round.subject));
        let mut what = happened(failure);
        what[0].insert_str(0, "you broke it: ");
        Self {
            is_broken: true,
            what,
            lesson: round.subject.lesson(),
            effort: effort(Effort::of(failure), round.par()),
            next,
        }
    }
}

/// What happened, in lines.
fn happened(failure: &Failure) -> Vec<String> {
    let kind = failure.kind();
    let waiting = || {
        let idle = |it: &&Standing| it.joins;
        let all = failure.standing().iter().filter(|it| !idle(it));
        let waits = |it: &Standing| {
            let what = it.waits_for.as_ref()?;
            Some(format!("{} {}", one_line(&it.name), waits(it, what)))
        };
        all.filter_map(waits).collect::<Vec<_>>()
    };
    match kind {
        FailureKind::Panic if !failure.message().is_empty() => {
            failure.message().lines().map(one_line).collect()
        }
        FailureKind::Deadlock | FailureKind::LostWakeup
            if !waiting().is_empty() =>
        {
            let who = waiting().join("; ");
            let end = match kind {
                FailureKind::Deadlock => "",
                _ => ", and nobody is left to wake it",
            };
            vec![format!("{}: {who}{end}", kind.words())]
        }
        _ => vec![format!("{}: {}", kind.words(), one_line(failure.message()))],
    }
}

/// Like with like: the same moves are counted for both.
fn effort(yours: Effort, par: Option<Par>) -> Vec<String> {
    let you = format!("you: {}", yours.words());
    let Some(Par::Broken { by, is_proved }) = par else {
        return match yours.moves {
            0 => vec!["there was nothing to choose".to_owned()],
            _ => vec![you],
        };
    };
    if yours.moves == 0 && by.moves == 0 {
        return vec!["there was nothing to choose".to_owned()];
    }
    let shortest = match is_proved {
        true => "the shortest",
        false => "the shortest that is known",
    };
    let mut lines = vec![format!("{you} · {shortest}: {}", by.words())];
    lines.extend(remark(yours, by).map(ToOwned::to_owned));
    lines
}

/// Par has the fewest preemptions, and then the fewest switches. That may
/// well be more moves than somebody needs.
fn remark(yours: Effort, par: Effort) -> Option<&'static str> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let moves = yours.moves.cmp(&par.moves);
    let preemptions = yours.preemptions.cmp(&par.preemptions);
    Some(match (moves, preemptions) {
        (Equal, Equal) => "at par",
        (_, Less) => "fewer preemptions than were known to do it: well done",
        (Less, Equal) => "fewer moves than par, which counts preemptions first",
        (Less, Greater) => {
            "fewer moves than par; par is the way with the fewest preemptions"
        }
        (Equal, Greater) => {
            "as many moves; it can be done with fewer preemptions"
        }
        (Greater, _) => return None,
    })
}

/// Where to go from here.
fn after(subject: &Subject) -> Option<(&'static str, String)> {
    match subject {
        Subject::Level(_) => Some(match subject.next_level() {
            Some(next) => ("next", format!("workbench play {}", next.name)),
            None => ("all levels", "workbench play".to_owned()),
        }),
        Subject::Lab(_) => {
            let words = subject.words();
            Some(("every order", format!("workbench explore {words}")))
        }
    }
}
