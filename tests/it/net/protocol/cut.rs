//! Uploads that are cut: nothing half-written is seen, what came is kept,
//! and the next one goes on.

use std::fs;
use std::io::Cursor;

use serde_json::json;
use workbench::net::client;

use super::*;
use crate::net::server::until;
use crate::stress::must_end;

fn put(name: &str, size: usize, offset: usize) -> Value {
    json!({
        "cmd": "put", "filename": name, "filesize": size,
        "offset": offset, "reply": true
    })
}

fn part(name: &str) -> Value {
    json!({"cmd": "part", "filename": name, "reply": true})
}

/// What nobody may take for the file.
fn visible(folder: &Path) -> Vec<String> {
    let mut names = names(folder);
    names.retain(|it| !it.starts_with(".workbench-"));
    names
}

#[test]
fn short_body_replaces_nothing_and_is_answered_with_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a"), "old").unwrap();
    let serving = files(folder.path());
    let mut caller = Caller::new(serving.server.address());
    caller.say(&put("a", 10, 0), b"new");
    caller.fall_silent();
    let why = "the stream ends after 3 of the 10 bytes of a body";
    assert_eq!(caller.refusal(), why);
    assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"old");
}

#[test]
fn short_body_of_the_notes_leaves_nothing_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let serving = files(folder.path());
    let mut caller = Caller::new(serving.server.address());
    caller.say(&json!({"cmd": "put", "filename": "a", "filesize": 9}), b"new");
    caller.fall_silent();
    assert_eq!(caller.rest(), b"");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn file_is_not_there_before_it_is_whole() {
    must_end(|| {
        let folder = tempfile::tempdir().unwrap();
        let serving = files(folder.path());
        let mut caller = Caller::new(serving.server.address());
        caller.say(&put("a", 10, 0), b"hello");
        let mut other = Caller::new(serving.server.address());
        other.say(&json!({"cmd": "get", "filename": "a", "reply": true}), b"");
        assert_eq!(other.refusal(), "'a': no such file or folder");
        assert!(visible(folder.path()).is_empty());
        caller.say_raw(b"hello");
        assert_eq!(caller.hear()["status"], "ok");
        assert_eq!(names(folder.path()), ["a"]);
    });
}

#[test]
fn upload_goes_on_where_it_was_cut() {
    let folder = tempfile::tempdir().unwrap();
    let serving = files(folder.path());
    let mut caller = Caller::new(serving.server.address());
    caller.say(&put("a", 10, 0), b"hello");
    caller.fall_silent();
    caller.refusal();

    let mut caller = Caller::new(serving.server.address());
    assert_eq!(caller.good(&part("a"), b"")["offset"], 5);
    let reply = caller.good(&put("a", 10, 5), b" you!");
    assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"hello you!");
    // sha256sum of `hello you!`
    let whole =
        "f6703176d79de92a1db9b888e064a186703e81ad270a433e24003e45bd7f1c46";
    assert_eq!(reply["sha256"], whole);
    assert_eq!(caller.good(&part("a"), b"")["offset"], 0);
    assert_eq!(names(folder.path()), ["a"]);
}

#[test]
fn upload_goes_on_only_at_what_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let serving = files(folder.path());
    let mut caller = Caller::new(serving.server.address());
    let why = "no upload was cut that can go on at offset 5";
    caller.say(&put("a", 10, 5), b" you!");
    assert!(caller.refusal().contains(why));
    caller.say(&put("a", 10, 0), b"hel");
    caller.fall_silent();
    caller.refusal();

    let mut caller = Caller::new(serving.server.address());
    caller.say(&put("a", 10, 5), b" you!");
    assert!(caller.refusal().contains(why));
    assert_eq!(caller.good(&part("a"), b"")["offset"], 3, "it is still there");
    // Less than was kept is as good.
    caller.good(&put("a", 4, 1), b"ola");
    assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"hola");
}

#[test]
fn upload_is_continued_by_one_at_a_time() {
    must_end(|| {
        let folder = tempfile::tempdir().unwrap();
        let serving = files(folder.path());
        let mut caller = Caller::new(serving.server.address());
        caller.say(&put("a", 10, 0), b"hello");
        caller.fall_silent();
        caller.refusal();
        let mut first = Caller::new(serving.server.address());
        first.say(&put("a", 10, 5), b" y");
        let mut second = Caller::new(serving.server.address());
        until(|| {
            names(folder.path()).iter().any(|it| it.contains("temporary"))
        });
        second.say(&put("a", 10, 5), b" me!!");
        second.refusal();
        first.say_raw(b"ou!");
        assert_eq!(first.hear()["status"], "ok");
        assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"hello you!");
    });
}

/// The client asks what is kept, compares, and sends the rest.
#[test]
fn client_sends_only_what_the_server_has_not() {
    let folder = tempfile::tempdir().unwrap();
    let serving = files(folder.path());
    let bytes = noise(1_000_000);
    let mut caller = Caller::new(serving.server.address());
    caller.say(&put("a", bytes.len(), 0), &bytes[..600_000]);
    caller.fall_silent();
    caller.refusal();
    let first_told = |bytes: &[u8]| {
        let address = serving.server.address();
        let mut client = client::Files::connect(address).unwrap();
        let mut first = None;
        let size = bytes.len() as u64;
        client
            .put("a", &mut Cursor::new(bytes), size, &mut |sent, _| {
                first.get_or_insert(sent);
            })
            .unwrap();
        first.unwrap()
    };
    assert!(first_told(&bytes) > 600_000);
    assert!(fs::read(folder.path().join("a")).unwrap() == bytes);

    // What was kept is of another file: it begins anew.
    let mut caller = Caller::new(serving.server.address());
    caller.say(&put("a", bytes.len(), 0), b"something else");
    caller.fall_silent();
    caller.refusal();
    first_told(&bytes);
    assert!(fs::read(folder.path().join("a")).unwrap() == bytes);
}

#[test]
fn client_fetches_only_what_it_has_not() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = noise(1_000_000);
    fs::write(folder.path().join("a"), &bytes).unwrap();
    let serving = files(folder.path());
    let to = tempfile::tempdir().unwrap();
    let kept = to.path().join(".b.workbench-part");
    fs::write(&kept, &bytes[..600_000]).unwrap();
    let address = serving.server.address();
    let mut client = client::Files::connect(address).unwrap();
    let mut first = None;
    let path = to.path().join("b");
    client
        .get_file("a", &path, &mut |got, _| {
            first.get_or_insert(got);
        })
        .unwrap();
    assert!(first > Some(600_000), "{first:?}");
    assert!(fs::read(&path).unwrap() == bytes);
    assert_eq!(names(to.path()), ["b"]);
}

#[test]
fn what_the_client_has_of_another_file_does_not_get_into_this_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a"), "hello").unwrap();
    let serving = files(folder.path());
    let to = tempfile::tempdir().unwrap();
    let path = to.path().join("b");
    let get = || {
        let address = serving.server.address();
        let mut client = client::Files::connect(address).unwrap();
        client.get_file("a", &path, &mut |_, _| ())
    };
    for other in ["HELL", "HELLO", "HELLO YOU"] {
        fs::write(to.path().join(".b.workbench-part"), other).unwrap();
        get().unwrap_err();
        assert!(names(to.path()).is_empty(), "after {other}");
    }
    assert_eq!(get().unwrap(), 5);
    assert_eq!(fs::read(&path).unwrap(), b"hello");
}

#[test]
fn parts_of_many_uploads_do_not_fill_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let serving = files(folder.path());
    for number in 0..40 {
        let mut caller = Caller::new(serving.server.address());
        caller.say(&put(&format!("file-{number}"), 10, 0), b"hello");
        caller.fall_silent();
        caller.refusal();
    }
    assert_eq!(names(folder.path()).len(), 32);
}

#[test]
fn what_a_killed_server_has_left_behind_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let left = folder.path().join(".workbench-temporary-1-1");
    fs::write(&left, "half").unwrap();
    let serving = files(folder.path());
    let mut caller = Caller::new(serving.server.address());
    caller.say(&put("a", 10, 0), b"hello");
    caller.fall_silent();
    caller.refusal();
    assert!(!left.exists());
}
