//! What tests that repeat themselves share.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How often to repeat what only goes wrong now and then.
pub(crate) fn rounds() -> usize {
    let rounds = std::env::var("WORKBENCH_STRESS_ROUNDS").ok();
    rounds.and_then(|rounds| rounds.parse().ok()).unwrap_or(20)
}

/// Runs `body` on a thread of its own, and panics instead of hanging if it
/// is still running long after it should have ended.
pub(crate) fn must_end(body: impl FnOnce() + Send + 'static) {
    let (ended, wait) = channel::<()>();
    let thread = std::thread::spawn(move || {
        let _ended = ended;
        body();
    });
    let limit = Duration::from_secs(120 + 2 * rounds() as u64);
    if wait.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
        panic!("still running after {limit:?}");
    }
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}
