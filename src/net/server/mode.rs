//! Who serves a request: the server itself, a thread, a pool, a process.

use std::fmt;
use std::sync::Arc;

use crate::process::Process;

/// How a server serves several requests at once, or does not.
#[derive(Clone)]
pub struct Mode(pub(super) Kind);

#[derive(Clone)]
pub(super) enum Kind {
    Iterative,
    Threads,
    Pool { workers: usize },
    Processes(Arc<dyn Fn() -> Process + Send + Sync>),
}

impl Mode {
    /// One request after the other, on the server's own thread.
    #[must_use]
    pub const fn iterative() -> Self {
        Self(Kind::Iterative)
    }

    /// A thread for each request, which is named after the peer.
    #[must_use]
    pub const fn threads() -> Self {
        Self(Kind::Threads)
    }

    /// So many threads, which take requests from a queue. A request that
    /// stays holds its worker: with as many of those as workers, all others
    /// wait.
    ///
    /// # Panics
    ///
    /// If there are to be none.
    #[must_use]
    pub const fn pool(workers: usize) -> Self {
        assert!(workers > 0, "a pool of no workers would never serve");
        Self(Kind::Pool { workers })
    }

    /// A process for each request, as `plan` plans it. Its entry calls
    /// [`serve_in_child`](super::serve_in_child).
    #[must_use]
    pub fn processes(
        plan: impl Fn() -> Process + Send + Sync + 'static,
    ) -> Self {
        Self(Kind::Processes(Arc::new(plan)))
    }
}

impl Default for Mode {
    fn default() -> Self {
        Self::iterative()
    }
}

impl fmt::Debug for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Iterative => f.write_str("iterative"),
            Kind::Threads => f.write_str("threads"),
            Kind::Pool { workers } => write!(f, "a pool of {workers}"),
            Kind::Processes(_) => f.write_str("processes"),
        }
    }
}
