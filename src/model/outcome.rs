//! How an execution ends.

use super::task::TaskId;
use crate::trace::Place;

/// How an execution ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Every task came to its end.
    Finished,
    /// Nobody could go on; whether a wake-up was lost.
    Deadlock {
        /// A task waits for a notification that came before it did.
        lost: bool,
    },
    /// A task panicked.
    Panicked {
        /// Which.
        task: TaskId,
        /// With this message.
        message: String,
        /// There.
        place: Option<Place>,
    },
    /// Tasks go round and round, and nothing changes any more.
    Livelock,
    /// It took more steps than it may.
    StepLimit,
    /// The main task ended before one that nobody joined.
    Leaked {
        /// That one.
        task: TaskId,
    },
    /// A task used up its stack.
    StackOverflow {
        /// Which.
        task: TaskId,
    },
    /// A task uses what belongs to another execution, or to none.
    MadeOutside {
        /// Which task.
        task: TaskId,
        /// What it uses.
        name: String,
        /// Where.
        place: Place,
    },
    /// The program did something else than in an execution before that was
    /// decided in the same way.
    Diverged(Option<Place>),
    /// There is nothing new in it for the chooser.
    Pruned,
    /// Something is looked at that had no steps of its own until now: all
    /// has to be explored again, with them.
    Again(Detail),
}

/// What happens without a step of its own, unless somebody looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// That a lock is given back: only who tries sees more than that it is
    /// free when it is taken next.
    Releases,
    /// That a thread ends: only who asks sees it before the join.
    Ends,
}

impl Outcome {
    /// Whether the program did something that it should not do.
    pub(crate) fn is_failure(&self) -> bool {
        !matches!(self, Self::Finished | Self::Pruned | Self::Again(_))
    }

    /// Whether it says that the program is not the same every time, so that
    /// nothing is true of it that a chooser believes.
    pub(crate) fn is_of_another(&self) -> bool {
        matches!(self, Self::Diverged(_) | Self::MadeOutside { .. })
    }
}
