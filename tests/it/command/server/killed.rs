//! Either side is killed in the middle of an upload: nothing that was
//! acknowledged is lost, nothing half-written is to be seen.

use std::fs;

use serde_json::{Value, json};

use super::*;
use crate::net::protocol::{Caller, names, noise};
use crate::net::server::until;

fn put(name: &str, size: usize, offset: usize) -> Value {
    json!({
        "cmd": "put", "filename": name, "filesize": size,
        "offset": offset, "reply": true
    })
}

/// Bytes of the file in `folder` that the process writes and nobody sees.
fn written(pid: u32, folder: &Path) -> u64 {
    let descriptors = format!("/proc/{pid}/fd");
    let Ok(descriptors) = fs::read_dir(descriptors) else { return 0 };
    let ours = descriptors.filter_map(|it| {
        let path = it.ok()?.path();
        let file = fs::read_link(&path).ok()?;
        let is_ours = file.starts_with(folder) && file != folder;
        is_ours.then(|| fs::metadata(path).map_or(0, |it| it.len()))
    });
    ours.max().unwrap_or(0)
}

/// An upload that is half done: the caller, as long as it lives.
fn half(server: &Server, folder: &Path, name: &str) -> Caller {
    let bytes = noise(2_000_000);
    let mut caller = Caller::new(server.socket());
    caller.say(&put(name, bytes.len(), 0), &bytes[..1_000_000]);
    until(|| written(server.pid(), folder) == 1_000_000);
    caller
}

#[test]
fn server_that_is_killed_loses_nothing_acknowledged_and_leaves_no_half() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let first = files(path);
    let mut caller = Caller::new(first.socket());
    for number in 0..10 {
        let bytes = vec![number; 100_000];
        caller.good(&put(&format!("file-{number}"), bytes.len(), 0), &bytes);
    }
    let _half_new = half(&first, path, "new");
    let _half_old = half(&first, path, "file-0");
    let (_, code) = first.end(Signal::KILL);
    assert_eq!(code, None, "it was killed");

    let all: Vec<_> = (0..10).map(|it| format!("file-{it}")).collect();
    assert_eq!(names(path), all);
    for number in 0..10 {
        let file = path.join(format!("file-{number}"));
        assert!(fs::read(file).unwrap() == vec![number; 100_000]);
    }
    let second = files(path);
    Caller::new(second.socket()).good(&put("new", 5, 0), b"hello");
    second.good();
}

#[test]
fn server_that_is_killed_while_an_upload_goes_on_shows_no_half_either() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let first = files(path);
    let mut caller = Caller::new(first.socket());
    caller.say(&put("a", 10, 0), b"hello");
    caller.fall_silent();
    caller.refusal();
    let mut caller = Caller::new(first.socket());
    caller.say(&put("a", 10, 5), b" y");
    until(|| written(first.pid(), path) == 7);
    first.end(Signal::KILL);

    let second = files(path);
    assert_eq!(client(&["file", &second.address, "ls"]), "");
    let why =
        super::super::run(&["client", "file", &second.address, "get", "a"]);
    assert!(why.refusal().contains("no such file or folder"));
    Caller::new(second.socket()).good(&put("a", 5, 0), b"hello");
    assert_eq!(client(&["file", &second.address, "ls"]), "           5  a\n");
    second.good();
}

#[test]
fn client_that_is_killed_leaves_the_old_file_and_the_server_alive() {
    let folder = tempfile::tempdir().unwrap();
    let served = folder.path().join("served");
    fs::create_dir(&served).unwrap();
    fs::write(served.join("a"), "old").unwrap();
    let from = folder.path().join("a");
    // Far from done when it is killed, and takes no room here.
    fs::File::create(&from).unwrap().set_len(4 << 30).unwrap();
    let server = files(&served);
    let words =
        ["client", "file", &server.address, "put", from.to_str().unwrap()];
    let putting = start(workbench(&words));
    until(|| written(server.pid(), &served) > 0);
    putting.send(Signal::KILL);
    let (said, _, code) = putting.end();
    assert_eq!((said.as_str(), code), ("", None));

    // What came is kept aside, and is no file.
    until(|| names(&served).len() == 2);
    assert_eq!(client(&["file", &server.address, "ls"]), "           3  a\n");
    assert_eq!(fs::read(served.join("a")).unwrap(), b"old");
    fs::File::create(&from).unwrap().set_len(5).unwrap();
    client(&["file", &server.address, "put", from.to_str().unwrap()]);
    assert_eq!(fs::read(served.join("a")).unwrap(), [0; 5]);
    let (complaint, code) = server.end(Signal::TERM);
    assert!(complaint.contains("of the 4294967296 bytes of a body"));
    assert_eq!(code, Some(0));
}
