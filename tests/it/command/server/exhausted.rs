//! Servers that have no room or no descriptors left.

use std::fs;
use std::time::Duration;

use serde_json::json;
use workbench::thread;

use super::*;
use crate::net::protocol::{Caller, names};

/// A limit of the process stands for a disk that is full: the write fails in
/// the same place.
#[test]
fn disk_that_is_full_is_told_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("a"), "old").unwrap();
    let words = ["file", "--root", path.to_str().unwrap()];
    // Blocks of 512 bytes or 1 KiB, as the shell likes.
    let server = limited("trap '' XFSZ; ulimit -f 1000", &words);
    let mut caller = Caller::new(server.socket());
    let put = |size: usize| {
        json!({
            "cmd": "put", "filename": "a", "filesize": size, "reply": true
        })
    };
    caller.say(&put(5_000_000), &vec![1; 5_000_000]);
    let why = "'a': the server takes no file of that size";
    assert_eq!(caller.refusal(), why);
    assert_eq!(names(path), ["a"]);
    assert_eq!(fs::read(path.join("a")).unwrap(), b"old");

    caller.good(&put(5), b"hello");
    assert_eq!(fs::read(path.join("a")).unwrap(), b"hello");
    drop(caller);
    server.good();
}

/// Clock ticks, a hundredth of a second each, that the process has had.
pub(super) fn ticks(pid: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    // After the name, which is in brackets: user's and the system's time.
    let rest = stat.rsplit_once(") ").unwrap().1;
    let times = rest.split_whitespace().skip(11).take(2);
    times.map(|it| it.parse::<u64>().unwrap()).sum()
}

/// Red if the server accepts again at once: it then takes a whole core.
#[test]
fn server_without_descriptors_rests_and_goes_on_when_it_has_some() {
    let server = limited("ulimit -n 20", &["echo"]);
    let mut callers: Vec<_> = (0..40).map(|_| server.caller()).collect();
    echoed(&callers[0]);
    let before = ticks(server.pid());
    // Time itself is what is looked at.
    thread::sleep(Duration::from_secs(1));
    let used = ticks(server.pid()) - before;
    assert!(used < 20, "{used} hundredths of a second in one");
    // They were accepted in the order in which they came.
    while let Some(caller) = callers.first() {
        echoed(caller);
        callers.remove(0);
    }
    let (complaint, code) = server.end(Signal::TERM);
    let why = "warning: no connection was accepted: Too many open files";
    assert!(complaint.starts_with(why), "{complaint}");
    assert_eq!(complaint.lines().count(), 1, "it is told once: {complaint}");
    assert_eq!(code, Some(0));
}
