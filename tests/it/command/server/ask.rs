//! What servers answer, and how they end.

use std::fs;
use std::io::Write;
use std::time::Duration;

use workbench::net::client::Echo;
use workbench::thread;

use super::*;
use crate::net::protocol::noise;

const MODES: [&str; 4] = ["iterative", "threads", "pool", "process"];

#[test]
fn every_kind_is_served_in_every_mode() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let path = path.to_str().unwrap();
    for mode in MODES {
        for (kind, option, value) in [
            ("echo", "--port", "0"),
            ("udp", "--port", "0"),
            ("unix", "--path", path),
            ("command", "--allow", "echo HELLO YOU,true"),
        ] {
            let server = server(&[kind, "--mode", mode, option, value]);
            let words = match kind {
                "command" => ["echo", "HELLO", "YOU"],
                _ => ["echo", "hello", "you"],
            };
            let said = client(&[&[kind, &server.address], &words[..]].concat());
            let said = said.strip_prefix("ECHO ").unwrap_or(&said);
            assert_eq!(said, "HELLO YOU\n", "{kind}, {mode}");
            server.good();
        }
    }
    assert!(!Path::new(path).exists(), "a server takes its name along");
}

#[test]
fn file_is_put_listed_and_got_in_every_mode() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let name = |name: &str| path(name).to_str().unwrap().to_owned();
    fs::create_dir(path("served")).unwrap();
    let bytes = noise(1_000_000);
    fs::write(path("from"), &bytes).unwrap();
    for mode in MODES {
        let words = ["file", "--mode", mode, "--root", &name("served")];
        let server = server(&words);
        let ask = |words: &[&str]| {
            client(&[&["file", &*server.address], words].concat())
        };
        let said = ask(&["put", &name("from")]);
        assert_eq!(said, "from: 1000000 bytes sent\n");
        assert_eq!(ask(&["ls"]), "     1000000  from\n");
        let to = name("to");
        let said = ask(&["get", "from", &to]);
        assert_eq!(said, format!("{to}: 1000000 bytes received\n"));
        assert!(fs::read(&to).unwrap() == bytes, "{mode}");
        for left in ["to", "served/from"] {
            fs::remove_file(path(left)).unwrap();
        }
        server.good();
    }
}

/// It is then as in the course notes, on both sides.
#[test]
fn client_without_replies_puts_and_gets_too() {
    let folder = tempfile::tempdir().unwrap();
    let server = files(folder.path());
    let from = tempfile::NamedTempFile::new().unwrap();
    fs::write(from.path(), "hello").unwrap();
    let path = from.path().to_str().unwrap();
    let ask = |words: &[&str]| {
        let first = ["file", "--no-reply", &*server.address];
        client(&[&first, words].concat())
    };
    assert_eq!(ask(&["put", path, "a"]), "a: 5 bytes sent\n");
    assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"hello");
    fs::write(folder.path().join("a"), "HELLO").unwrap();
    ask(&["get", "a", path]);
    assert_eq!(fs::read(path).unwrap(), b"HELLO");
    server.good();
}

#[test]
fn lines_of_standard_input_are_asked_one_by_one() {
    let server = server(&["echo"]);
    let mut lines = tempfile::tempfile().unwrap();
    lines.write_all("one\n\ntwo words\nä".as_bytes()).unwrap();
    std::io::Seek::rewind(&mut lines).unwrap();
    let mut command = workbench(&["client", "echo", &server.address]);
    let said = super::super::ran(command.stdin(lines)).good();
    assert_eq!(said, "ONE\nTWO WORDS\nä\n");
    server.good();
}

#[test]
fn ctrl_c_stops_a_server_as_a_request_to_end_does() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let server = server(&["echo"]);
        assert_eq!(server.end(signal), (String::new(), Some(0)));
    }
}

/// `timeout` sends it to the process, and to its group. Red if the second one
/// ends a server that waits for its callers.
#[test]
fn signal_that_comes_twice_at_once_stops_it_cleanly() {
    let server = server(&["echo"]);
    let mut caller = Echo::connect(server.socket()).unwrap();
    assert_eq!(caller.ask(b"hello").unwrap(), b"HELLO");
    for _ in 0..20 {
        server.send(Signal::TERM);
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(caller.ask(b"still here").unwrap(), b"STILL HERE");
    drop(caller);
    server.good();
}
