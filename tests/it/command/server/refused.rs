//! Words that make no sense, and places where nobody should listen.

use super::super::{run, snapshot};
use super::*;

pub(super) fn refusals(all: &[&[&str]]) -> String {
    let refusal = |words: &&[&str]| {
        let typed = words.join(" ");
        format!("$ workbench {typed}\n{}\n", run(words).refusal())
    };
    all.iter().map(refusal).collect()
}

#[test]
fn servers_that_cannot_be_are_refused() {
    snapshot!(refusals(&[
        &["server"],
        &["server", "ehco"],
        &["server", "command"],
        &["server", "file"],
        &["server", "unix"],
        &["server", "echo", "--root", "."],
        &["server", "file", "--allow", "date"],
        &["server", "echo", "--path", "x"],
        &["server", "file", "--root", "/absent"],
        &["server", "file", "--root", "/dev/null"],
        &["server", "command", "--allow", "workbench-absent"],
        &["server", "command", "--allow", ""],
        &["server", "unix", "--path", "/absent/socket"],
        &["server", "echo", "--bind", "no such name"],
        &["server", "echo", "--port", "65536"],
        &["server", "echo", "--mode", "fork"],
        &["server", "echo", "--mode", "pool", "--workers", "0"],
        &["server", "echo", "--model", "epol"],
        &["server", "udp", "--model", "epoll"],
        &["server", "echo", "--model", "epoll", "--mode", "threads"],
    ]));
}

#[test]
fn clients_that_cannot_be_are_refused() {
    snapshot!(refusals(&[
        &["client"],
        &["client", "echo"],
        &["client", "echo", "localhost", "hello"],
        &["client", "echo", "127.0.0.1:1", "hello"],
        &["client", "udp", "127.0.0.1:1", "hello"],
        &["client", "unix", "/absent/socket", "hello"],
        &["client", "echo", "--no-reply", "127.0.0.1:1"],
        &["client", "file", "127.0.0.1:1"],
        &["client", "file", "127.0.0.1:1", "rm", "a"],
        &["client", "file", "127.0.0.1:1", "put", ".."],
        &["client", "echo", "--timeout", "0", "127.0.0.1:1"],
    ]));
}

#[test]
fn what_a_server_refuses_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let server = files(folder.path());
    for (words, why) in [
        (["get", "absent"], "error: 'absent': no such file or folder"),
        (["get", "../a"], "'.' and '..' are no names"),
        (["ls", "absent"], "error: 'absent': no such file or folder"),
        (["put", "/absent"], "error: /absent: No such file or directory"),
        (["put", "/dev/null"], "error: /dev/null: it is no file"),
    ] {
        let address = &*server.address;
        let words = [&["client", "file", address], &words[..]].concat();
        let refusal = run(&words).refusal();
        assert!(refusal.contains(why), "{words:?}: {refusal}");
    }
    server.good();
}

#[test]
fn other_machines_come_in_only_if_that_is_said_twice() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    for bind in ["0.0.0.0", "::"] {
        let words = ["file", "--root", root, "--bind", bind];
        let refusal = run(&[&["server"], &words[..]].concat()).refusal();
        assert!(refusal.contains("can be reached from other machines"));
        assert!(refusal.ends_with("add '--expose' if that is meant"));
    }
    let words = ["file", "--root", root, "--bind", "0.0.0.0", "--expose"];
    let (complaint, code) = server(&words).end(Signal::TERM);
    let danger = "warning: everybody who reaches 0.0.0.0 can read and replace";
    assert!(complaint.starts_with(danger), "{complaint}");
    assert_eq!((complaint.lines().count(), code), (1, Some(0)));
}

#[test]
fn place_that_is_taken_is_refused() {
    let first = server(&["echo"]);
    let port = first.socket().port().to_string();
    let refusal = run(&["server", "echo", "--port", &port]).refusal();
    assert!(refusal.contains(&first.address), "{refusal}");
    first.good();
}

/// Nobody knows whether somebody listens there who does not answer.
#[test]
fn name_that_a_killed_server_has_left_behind_is_not_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let words = ["unix", "--path", path.to_str().unwrap()];
    server(&words).end(Signal::KILL);
    let refusal = run(&[&["server"], &words[..]].concat()).refusal();
    assert!(refusal.contains("remove it if no server listens there"));
    std::fs::remove_file(&path).unwrap();
    server(&words).good();
}
