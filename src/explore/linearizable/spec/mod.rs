//! What an object does when one thread at a time calls it.
//!
//! | spec | of |
//! |---|---|
//! | [`Fifo`], [`Lifo`], [`Priority`] | [queues](crate::queue), bounded or not |
//! | [`Lock`] | [`Lock`](crate::sync::Lock), or any mutual exclusion |
//! | [`Semaphore`] | [`Semaphore`](crate::sync::Semaphore), bounded or not |
//! | [`Event`] | [`Event`](crate::sync::Event) |
//! | [`Register`] | a variable, atomic or behind a lock |
//! | [`Counter`] | a number that is added to |
//! | [`Each`] | several such objects, told apart by a name |
//!
//! The module of the same name has its operations and what they return. A
//! form with a timeout is recorded as the form that tries: it succeeds or
//! fails at one moment of its call.

pub mod counter;
mod each;
pub mod event;
pub mod lock;
pub mod queue;
pub mod register;
pub mod semaphore;

use std::fmt::Debug;
use std::hash::Hash;

use super::Call;
pub use counter::Counter;
pub use each::Each;
pub use event::Event;
pub use lock::Lock;
pub use queue::{Fifo, Lifo, Priority};
pub use register::Register;
pub use semaphore::Semaphore;

/// A sequential specification: an object as one thread alone would meet it.
///
/// ```
/// use workbench::explore::{History, Spec, linearizable};
///
/// /// A ticket machine: every call draws the next number.
/// struct Tickets;
///
/// #[derive(Clone, Debug)]
/// struct Draw;
///
/// impl Spec for Tickets {
///     type State = u32;
///     type Op = Draw;
///     type Ret = u32;
///
///     fn start(&self) -> u32 {
///         1
///     }
///
///     fn apply(&self, next: &u32, _: &Draw) -> Vec<(u32, u32)> {
///         vec![(*next, next + 1)]
///     }
/// }
///
/// let history = History::new();
/// let (ann, bob) = (history.begin("ann", Draw), history.begin("bob", Draw));
/// ann.returns(2_u32);
/// bob.returns(1_u32);
/// let order = linearizable(&history, &Tickets).unwrap();
/// assert_eq!(order[0].thread, "bob");
/// ```
pub trait Spec {
    /// All that the object remembers. Two states that are equal must be the
    /// same to whoever calls.
    type State: Clone + Eq + Hash + Debug;
    /// What can be called, with its arguments.
    type Op: Clone + Debug;
    /// What a call returns.
    type Ret: Clone + PartialEq + Debug;

    /// The object before the first call.
    fn start(&self) -> Self::State;

    /// Every way in which `op` may take effect in `state`: what it returns,
    /// and the state that it leaves.
    ///
    /// One for most operations; several where the object may choose; none if
    /// the caller has to wait until the state is another.
    fn apply(
        &self,
        state: &Self::State,
        op: &Self::Op,
    ) -> Vec<(Self::Ret, Self::State)>;

    /// Which of several independent objects `op` is about: the calls on each
    /// are judged apart, every time from [`start`](Self::start). One object,
    /// unless this says otherwise.
    ///
    /// Herlihy and Wing call it locality, that this is enough; Horn and
    /// Kroening, P-compositionality. It saves most of the work.
    fn object(&self, op: &Self::Op) -> impl Eq + Hash {
        let _ = op;
    }

    /// A guess at the order in which calls that overlap took effect: of those
    /// that have a number, the smallest first. It only makes the search
    /// faster; no verdict hangs on it.
    fn hint(&self, calls: &[Call<Self::Op, Self::Ret>]) -> Vec<Option<usize>> {
        vec![None; calls.len()]
    }

    /// A call as a drawing shows it, with what it returned if it has.
    fn describe(&self, op: &Self::Op, ret: Option<&Self::Ret>) -> String {
        match ret {
            Some(ret) => format!("{op:?} → {ret:?}"),
            None => format!("{op:?}"),
        }
    }
}
