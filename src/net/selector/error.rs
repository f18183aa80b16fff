//! Why something is not registered.

use std::os::fd::RawFd;
use std::{fmt, io};

use super::Kind;

/// Why something is not registered, with what it was.
///
/// As an [`io::Error`] it is only why.
pub struct RegisterError<S, D> {
    /// What was to be registered.
    pub source: S,
    /// What was to be registered with it.
    pub data: D,
    /// Why it is not: `AlreadyExists` if it is registered, `InvalidInput` if
    /// its number is too large for select; else what the system says, such as
    /// `EPERM` for a regular file, which epoll does not watch.
    pub error: io::Error,
    pub(super) fd: RawFd,
    pub(super) kind: Kind,
}

impl<S, D> fmt::Display for RegisterError<S, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { error, fd, kind, .. } = self;
        write!(f, "descriptor {fd} cannot be registered with {kind}: {error}")
    }
}

// By hand, so that a result can be unwrapped whatever the source is.
impl<S, D> fmt::Debug for RegisterError<S, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegisterError({self})")
    }
}

impl<S, D> std::error::Error for RegisterError<S, D> {}

impl<S, D> From<RegisterError<S, D>> for io::Error {
    fn from(why: RegisterError<S, D>) -> Self {
        why.error
    }
}
