//! Tests that need more descriptors than a process is usually given.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Lets this process, and those that it starts, have so many descriptors;
/// whether that can be. If not, it says that a test is skipped.
#[expect(clippy::print_stderr, reason = "who runs the tests is to know")]
pub(crate) fn allow(wanted: u64) -> bool {
    let limit = getrlimit(Resource::Nofile);
    let enough = limit.current.is_none_or(|current| current >= wanted);
    let raised = Rlimit { current: Some(wanted), ..limit };
    let allowed = enough || setrlimit(Resource::Nofile, raised).is_ok();
    if !allowed {
        eprintln!(
            "a test skipped: too few descriptors (as root: ulimit -n {wanted})"
        );
    }
    allowed
}
