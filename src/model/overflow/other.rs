//! Where the system's word for it is not understood: it ends the process.

/// Does nothing.
pub(in super::super) fn arm() {}

/// Does nothing: the memory stays where it is.
pub(in super::super) fn forget(_low: usize) {}

/// Never: std aborts the process.
pub(in super::super) fn survive_abort() -> bool {
    false
}
