//! The command once more, as a child that tells what happens.

use std::io;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::child::Running;

/// How long a run may take.
pub(super) const LIMIT: Duration = Duration::from_secs(30);

/// Starts `workbench` with these words. It ends when this process does: it
/// keeps to the other end of its input.
///
/// # Errors
///
/// If the system does not start it.
pub(super) fn start(words: &[String]) -> io::Result<Running> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(words).stdin(Stdio::piped());
    Running::start(&mut command)
}
