//! Servers that have no room or no descriptors left.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};
use workbench::thread;

use super::*;
use crate::net::protocol::{Caller, names};

fn put(size: usize) -> Value {
    json!({"cmd": "put", "filename": "a", "filesize": size, "reply": true})
}

/// A shell that has file systems of its own, where the system allows that.
fn unshared() -> Option<Command> {
    let words = ["--map-root-user", "--mount"];
    let tried = Command::new("unshare").args(words).arg("true").output();
    let allowed = tried.is_ok_and(|end| end.status.success());
    let mut shell = Command::new("unshare");
    shell.args(words).arg("sh");
    allowed.then_some(shell)
}

#[test]
#[expect(clippy::print_stderr, reason = "who runs the tests is to know")]
fn disk_that_is_full_is_told_and_leaves_nothing() {
    let Some(shell) = unshared() else {
        eprintln!("a test skipped: no mounts for users (unshare, util-linux)");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let mount = format!("mount -t tmpfs -o size=1m none '{path}'");
    let server = begun(shell, &mount, &["file", "--root", path]);
    // As the server sees it.
    let disk = format!("/proc/{}/root{path}", server.pid());
    let disk = Path::new(&disk);
    let mut caller = Caller::new(server.socket());
    caller.good(&put(3), b"old");
    caller.say(&put(5_000_000), &vec![1; 5_000_000]);
    assert_eq!(caller.refusal(), "'a': the server has no room for it");
    assert_eq!(names(disk), ["a"]);
    assert_eq!(fs::read(disk.join("a")).unwrap(), b"old");

    // The room is there again.
    caller.good(&put(900_000), &vec![2; 900_000]);
    assert_eq!(fs::read(disk.join("a")).unwrap(), vec![2; 900_000]);
    drop(caller);
    server.good();
}

#[test]
fn file_that_is_larger_than_the_system_allows_is_told_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("a"), "old").unwrap();
    let words = ["file", "--root", path.to_str().unwrap()];
    // Blocks of 512 bytes or 1 KiB, as the shell likes.
    let server = limited("trap '' XFSZ; ulimit -f 1000", &words);
    let mut caller = Caller::new(server.socket());
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
