//! Locks and everything that threads wait for.
//!
//! Signatures follow parking_lot: a lock returns its guard, and there is no
//! poisoning; a lock whose holder panics is released. The blocking form has
//! the plain name, `try_` never blocks, and `_timeout` gives up.
//!
//! [`Mutex`], [`Condvar`], [`RwLock`] and the [`atomic`] types go straight to
//! parking_lot and std. All else is made of these.

pub mod atomic;
mod barrier;
mod condvar;
mod event;
mod gate;
mod lock;
mod mutex;
mod permits;
mod reentrant;
mod rwlock;
mod semaphore;
mod spin;
mod this_thread;
mod timer;
mod wait;

pub use barrier::{Barrier, BarrierWaitResult, BrokenBarrier};
pub use condvar::{Condvar, WaitTimeoutResult};
pub use event::Event;
pub(crate) use gate::Gate;
pub use lock::{Lock, NotHeld};
pub use mutex::{Mutex, MutexGuard};
pub use reentrant::{ReentrantMutex, ReentrantMutexGuard};
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};
pub use semaphore::{BoundedSemaphore, Permit, Semaphore, TooManyReleases};
pub(crate) use spin::LONG;
pub use timer::Timer;
pub(crate) use wait::{deadline, in_io, now, shown, virtual_time};
