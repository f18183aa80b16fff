//! What happened: one model of events that every drawing is made from.
//!
//! [`record`] runs a closure and returns, beside its value, everything that
//! the library's primitives did in it and in the threads, coroutines and
//! processes that it started. [`watch`] does the same for a program that may
//! never end: it returns when nobody can go on, with the circle of waits.
//!
//! ```
//! use workbench::{sync::Mutex, thread, trace};
//!
//! let ((), trace) = trace::record(|| {
//!     let left = Mutex::new(100).named("left");
//!     *left.lock() -= 1;
//! });
//! assert_eq!(trace.objects[0].name, "left");
//! ```
//!
//! Recording changes timing: an event costs about 15 ns, and none while
//! nobody records. A run keeps [`EVENT_LIMIT`] events and counts the rest.
//!
//! The file format is JSON Lines; its schema is `docs/trace.schema.json`.

mod collect;
mod event;
mod foreign;
mod guest;
mod json;
mod live;
mod log;
mod merge;
mod model;
mod object;
mod recorder;
pub mod render;
mod session;
mod spans;
#[cfg(test)]
mod tests;
pub mod waitfor;
mod waits;
mod watch;

pub use event::{
    Clock, End, Event, Lane, LaneKind, Object, ObjectKind, Outcome, Place, Run,
    State, Trace, Wait, What,
};
pub use json::ReadError;
pub use recorder::{is_recording, lane_name, note};
pub use session::EVENT_LIMIT;
pub use spans::{Hold, Span};
pub use watch::{Ending, Recorder, record, watch};

pub(crate) use foreign::adopt;
#[cfg(unix)]
pub(crate) use guest::in_io;
pub(crate) use guest::{GuestLane, go_on, pause};
pub(crate) use model::{ModelLane, ModelSession};
pub(crate) use object::Tag;
pub(crate) use recorder::{
    NewLane, is_in_use, panic_message, panicked, rename, spawn, state,
};
pub(crate) use session::{EventId, Raw, Watching, on, watched};
pub(crate) use waits::Blocked;
