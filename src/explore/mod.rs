//! The explorer: every interleaving of a program that matters, and the
//! shortest one that fails.
//!
//! A program that is written with this library's threads, locks and queues
//! runs on OS threads, or here: then each of its operations is a step that
//! the explorer decides on. [`Explorer::run`] tries one execution after the
//! other; a failing one is told as a table, and as a [`Schedule`] that makes
//! it happen again ([`replay`]).
//!
//! | strategy | tries | |
//! |---|---|---|
//! | [`Strategy::Dpor`] | every order of what depends on each other, once | to prove |
//! | [`Strategy::BestFirst`] | the fewest preemptions first | the shortest failure |
//! | [`Strategy::Dfs`] | every schedule | to compare with |
//! | [`Strategy::Random`], [`Strategy::Pct`] | by chance | what is too large |
//!
//! Whether the results of calls are those that one thread at a time could
//! have had is a question about what was recorded, here or on OS threads:
//! [`linearizable`].
//!
//! What a proof holds for: the number of threads and rounds that the program
//! has, memory that is sequentially consistent, and what goes through this
//! library. std's own threads, locks, channels, time and randomness are not
//! seen, and all state must be made inside the program.
//!
//! A program that goes by them is not the same every time, so that nothing is
//! proved of it. That is told, with the place, where it shows
//! ([`FailureKind::NotDeterministic`]): the first 64 executions are compared
//! with the one before each, as far as both are decided in the same way, and
//! after them two in 64; in the end the first is made once more, or a few
//! times where there are few.

mod best_first;
mod cannot_step;
mod dfs;
mod difference;
mod dpor;
mod execution;
mod explorer;
mod game;
mod linearizable;
mod look;
mod plan;
mod random;
mod reach;
mod record;
mod render;
mod replay;
mod report;
mod same;
mod schedule;
mod search;
mod table;
mod telling;
mod watch;
mod worker;

pub use cannot_step::CannotStep;
pub use explorer::{Explorer, Strategy, replay};
pub use game::{Game, GameEnd};
pub use linearizable::{
    Call, History, NotLinearizable, OpenCall, Spec, linearizable, spec,
};
pub use look::{Standing, Step, Thing};
pub use reach::reach;
pub use report::{Failure, FailureKind, Report, Scope, Verdict};
pub use schedule::{Schedule, ScheduleError};
pub use table::Table;
