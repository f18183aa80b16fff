//! What to do when the system has nothing left for another connection.

use std::io;
use std::time::Duration;

use rustix::io::Errno;

/// How long nobody is accepted then: a connection that waits at the door is
/// ready all the time, and to try again at once would take the processor from
/// those who could go.
pub(super) const REST: Duration = Duration::from_millis(100);

/// Whether the system has no descriptor or no memory for a connection.
pub(super) fn is_exhausted(why: &io::Error) -> bool {
    let why = Errno::from_io_error(why);
    matches!(
        why,
        Some(Errno::MFILE | Errno::NFILE | Errno::NOBUFS | Errno::NOMEM)
    )
}
