//! What it takes to break a program: the explorer's shortest failure.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use workbench::explore::{Failure, Strategy};

use super::fit::count;
use crate::subject::Subject;

/// Executions that are tried. A level takes some hundreds; a lab with many
/// threads has no end.
const MOST: u64 = 50_000;

/// How long somebody may have to wait for it.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is known of the shortest way to break a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Par {
    /// This is it, or, if that is not proved, the shortest that was found.
    Broken {
        /// How hard it is.
        by: Effort,
        /// Whether it has the fewest preemptions.
        is_proved: bool,
    },
    /// There is none: every order was tried.
    Sound,
    /// There may be one.
    Unknown,
}

/// What it has taken to break a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Effort {
    /// Steps at which there was something to choose.
    pub(super) moves: usize,
    /// Times that a thread was held up that could have gone on.
    pub(super) preemptions: usize,
}

impl Effort {
    pub(super) fn of(failure: &Failure) -> Self {
        Self { moves: failure.moves(), preemptions: failure.preemptions() }
    }

    /// `4 moves, 1 preemption`.
    pub(super) fn words(self) -> String {
        let moves = count(self.moves, "move");
        format!("{moves}, {}", count(self.preemptions, "preemption"))
    }
}

impl Par {
    /// Looks for it.
    pub(super) fn of(subject: Subject) -> Self {
        let explorer = subject.explorer().strategy(Strategy::BestFirst);
        let explorer = explorer.max_executions(MOST).max_time(PATIENCE);
        let report = explorer.run(subject.program());
        match report.failure() {
            Some(failure) if is_break(failure) => Self::Broken {
                by: Effort::of(failure),
                is_proved: report.is_shortest(),
            },
            None if report.is_exhaustive() => Self::Sound,
            _ => Self::Unknown,
        }
    }

    /// Looks for it on a thread of its own.
    pub(super) fn later(subject: Subject) -> Arc<OnceLock<Self>> {
        let par = Arc::new(OnceLock::new());
        let found = par.clone();
        let thread = std::thread::Builder::new().name("par".into());
        let look = move || {
            let _ = found.set(Self::of(subject));
        };
        if thread.spawn(look).is_err() {
            // It can be played without.
            let _ = par.set(Self::Unknown);
        }
        par
    }

    /// How many moves, if that is known.
    pub(super) fn moves(self) -> Option<usize> {
        match self {
            Self::Broken { by, .. } => Some(by.moves),
            Self::Sound | Self::Unknown => None,
        }
    }

    /// In a few words.
    pub(super) fn words(self) -> String {
        match self {
            Self::Broken { by, .. } => format!("par {}", by.words()),
            Self::Sound => "no order breaks it: proved".to_owned(),
            Self::Unknown => "par unknown".to_owned(),
        }
    }
}

/// Whether the order of steps is to blame, and not that the program cannot be
/// explored.
pub(super) fn is_break(failure: &Failure) -> bool {
    use workbench::explore::FailureKind::{NotDeterministic, Stuck};
    !matches!(failure.kind(), Stuck | NotDeterministic)
}
