//! What is asked of the operating system, here and nowhere else.
//!
//! | name | what it does |
//! |---|---|
//! | `program` | a command that executes this program again |
//! | `Link` | carries ends of pipes to a child, and the child's trace back |
//! | `carry`, `Carried` | what a link can carry |
//! | `end_with` | ends this process with its parent |
//! | `reap` | waits for a child without keeping others from signalling it |
//! | `terminate`, `signal` | asks a child to end; what signal has ended it |
//! | `readable`, `bytes_in`, `capacity` | what a pipe tells of itself |
//! | `parent_pid` | the parent's number |

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use other::*;
#[cfg(unix)]
pub(super) use unix::*;
