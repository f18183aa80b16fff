//! Queues between threads, with Python's terms: `put`, `get`, `task_done`,
//! `join`, `shutdown`.
//!
//! | type | who comes out first |
//! |---|---|
//! | [`Queue`] | who came first; made for speed |
//! | [`textbook::Queue`] | the same, made to be read: a mutex and condition variables |
//! | [`LifoQueue`] | who came last |
//! | [`PriorityQueue`] | the smallest; among equals, who came first |
//!
//! All of them keep one contract, that of Python 3.13's [`queue.Queue`]:
//!
//! - **Capacity** is exact, and 0 means that there is none. Any number of
//!   threads may put and get.
//! - **put** waits while the queue is full, **get** while it is empty. The
//!   `try_` forms do not wait, the `_timeout` forms give up. (A timeout is a
//!   [`Duration`](std::time::Duration), which cannot be negative.) An item
//!   that is not put comes back in the error.
//! - **task_done** says that the work on an item is over, **join** waits
//!   until that is so for every item that was ever put. Both may be called
//!   again at any time. A `task_done` without an item to count is an error
//!   and changes nothing.
//! - **shutdown** refuses every put from then on, also those that wait. With
//!   [`Shutdown::Drain`], gets take what is there and fail after that. With
//!   [`Shutdown::Immediate`], what is there is dropped and counts as done;
//!   what was taken before is still owed its `task_done`. Either happens in
//!   one step, as others see it. A second shutdown is harmless, and may turn
//!   a drain into an immediate one.
//! - **Fairness** there is none: items keep their order, but a thread that
//!   comes by may be served before one that waits.
//! - **Errors**, as Python's exceptions: `put` and `get` fail with
//!   [`ShutDown`] only, so that what tries or gives up has the larger
//!   [`TryPutError`] and [`TryGetError`], whose other variants are [`Full`],
//!   with the item, and [`Empty`].
//! - An item is dropped when whoever got it drops it: no copy stays behind.
//!
//! In a trace every put and every get is one event with the number of the
//! put, from 1, so that an arrow leads from a put to its get.
//!
//! ```
//! use workbench::{queue::{Queue, Shutdown}, thread};
//!
//! let orders = Queue::new(3).named("orders");
//! thread::scope(|scope| {
//!     scope.spawn(|| {
//!         while let Ok(order) = orders.get() {
//!             assert!(order < 10);
//!             orders.task_done().unwrap();
//!         }
//!     });
//!     for order in 0..10 {
//!         orders.put(order).unwrap();
//!     }
//!     orders.join();
//!     orders.shutdown(Shutdown::Drain);
//! });
//! ```
//!
//! [`queue.Queue`]: https://docs.python.org/3.13/library/queue.html

mod blocking;
mod error;
mod face;
mod fifo;
mod journal;
mod lifo;
mod locked;
mod patience;
mod priority;
mod ring;
mod swap;
mod tasks;
#[cfg(test)]
mod tests;
pub mod textbook;

pub use error::TryGetError::{self, Empty};
pub use error::TryPutError::{self, Full};
pub use error::{ShutDown, TooManyDone};
pub use fifo::Queue;
pub use lifo::LifoQueue;
pub use priority::PriorityQueue;

/// What becomes of the items in a queue that is shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutdown {
    /// They can still be got.
    Drain,
    /// They are dropped and count as done.
    Immediate,
}
