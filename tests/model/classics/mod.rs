//! The programs that everybody who writes of concurrency bugs writes of, one
//! file for each: broken, found; repaired, proved.

mod account;
mod bakery;
mod barriers;
mod bluetooth;
mod circular_buffer;
mod dekker;
mod double_checked;
mod lazy;
mod lost_wakeups;
mod peterson;
mod phased_locks;
mod philosophers;
mod readers_writer;
mod reorder;
mod rooms;
mod token_ring;
mod treiber;
mod two_stage;
mod work_stealing;
mod wrong_lock;

use workbench::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use workbench::thread::{self, Scope};

/// Starts a thread of `scope` under the name that a report shows.
#[track_caller]
fn start<'scope>(
    scope: Scope<'scope, '_>,
    name: impl Into<String>,
    body: impl FnOnce() + Send + 'scope,
) {
    let thread = thread::Builder::new().name(name);
    thread.spawn_scoped(scope, body).expect("the model has threads to give");
}

/// What only one thread at a time may be in.
struct CriticalSection {
    inside: AtomicUsize,
}

impl CriticalSection {
    fn new() -> Self {
        Self { inside: AtomicUsize::new(0).named("inside") }
    }

    /// Goes in and out again.
    #[track_caller]
    fn visit(&self) {
        let others = self.inside.fetch_add(1, SeqCst);
        assert_eq!(others, 0, "two in the critical section");
        self.inside.fetch_sub(1, SeqCst);
    }
}
