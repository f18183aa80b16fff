//! Seeing from outside that a thread is blocked.

use std::time::{Duration, Instant};

use workbench::thread::{self, Thread};

/// Only ever over when a test fails.
const LONG: Duration = Duration::from_secs(60);

/// Returns once the system has put `thread` to sleep, which is what blocks
/// in these tests does.
#[cfg(target_os = "linux")]
pub(crate) fn until_asleep(thread: &Thread) {
    let begin = Instant::now();
    let asleep = || {
        let Some(id) = thread.native_id() else { return false };
        let stat = format!("/proc/self/task/{id}/stat");
        let stat = std::fs::read_to_string(stat).unwrap();
        // After the name, which is in brackets.
        stat.rsplit_once(") ").unwrap().1.starts_with('S')
    };
    while !asleep() {
        assert!(begin.elapsed() < LONG, "{thread:?} does not block");
        thread::yield_now();
    }
}

/// Nobody tells: a while is taken for long enough.
#[cfg(not(target_os = "linux"))]
pub(crate) fn until_asleep(_thread: &Thread) {
    thread::sleep(Duration::from_millis(100));
}
