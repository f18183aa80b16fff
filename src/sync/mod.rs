//! Locks and everything that threads wait for.
//!
//! Signatures follow parking_lot: a lock returns its guard, and there is no
//! poisoning; a lock whose holder panics is released. The blocking form has
//! the plain name, `try_` never blocks, and `_timeout` gives up.
//!
//! [`Mutex`], [`Condvar`], [`RwLock`] and the [`atomic`] types go straight to
//! parking_lot and std. All else is made of these.

pub mod atomic;
mod condvar;
mod mutex;
mod wait;

pub use condvar::{Condvar, WaitTimeoutResult};
pub use mutex::{Mutex, MutexGuard};
pub(crate) use wait::deadline;
