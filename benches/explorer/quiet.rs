//! Panics that nobody hears: to the rivals, a bug that was found is one, and
//! to loom also every thread's end.

use std::panic::{self, PanicHookInfo};

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

/// As long as it lives, panics are silent, and so is what shuttle itself
/// writes about them to standard error, where that can be had.
pub(crate) struct Quiet {
    hook: Option<Hook>,
    _stderr: Option<Stderr>,
}

impl Quiet {
    pub(crate) fn new() -> Self {
        let hook = Some(panic::take_hook());
        panic::set_hook(Box::new(|_| {}));
        Self { hook, _stderr: Stderr::silenced() }
    }
}

impl Drop for Quiet {
    /// Puts back the hook that was there. The rivals each wrap the first one
    /// that they find in their own, once: those go too, or a hook of one would
    /// slow down another.
    fn drop(&mut self) {
        if let Some(hook) = self.hook.take()
            && !std::thread::panicking()
        {
            panic::set_hook(hook);
        }
    }
}

/// Where standard error led before it was silenced.
#[cfg(unix)]
struct Stderr(std::os::fd::OwnedFd);

#[cfg(unix)]
impl Stderr {
    fn silenced() -> Option<Self> {
        let was = rustix::io::dup(rustix::stdio::stderr()).ok()?;
        let null = std::fs::File::create("/dev/null").ok()?;
        rustix::stdio::dup2_stderr(null).ok()?;
        Some(Self(was))
    }
}

#[cfg(unix)]
impl Drop for Stderr {
    fn drop(&mut self) {
        // Nothing can be done, and nobody be told, if it fails.
        let _ = rustix::stdio::dup2_stderr(&self.0);
    }
}

#[cfg(not(unix))]
struct Stderr;

#[cfg(not(unix))]
impl Stderr {
    fn silenced() -> Option<Self> {
        None
    }
}
