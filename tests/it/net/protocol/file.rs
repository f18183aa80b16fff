//! Files: what is asked for, and what is answered.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::json;
use workbench::net::client::{self, Entry};

use super::*;

/// The SHA-256 of `hello`, as `sha256sum` says it.
const HELLO: &str =
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

/// That of nothing.
const NOTHING: &str =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

#[test]
fn every_request_is_answered_with_status_error_and_checksum() {
    let folder = tempfile::tempdir().unwrap();
    let serving = files(folder.path());
    let mut caller = Caller::new(serving.server.address());
    let put = json!({
        "cmd": "put", "filename": "a", "filesize": 5, "reply": true
    });
    let reply = caller.good(&put, b"hello");
    let whole = json!({"status": "ok", "error": null, "sha256": HELLO});
    assert_eq!(reply, whole);
    assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"hello");

    let get = json!({"cmd": "get", "filename": "a", "reply": true});
    caller.say(&get, b"");
    let head = json!({"cmd": "get", "filename": "a", "filesize": 5});
    assert_eq!(caller.hear(), head);
    let mut bytes = [0; 5];
    caller.0.read_exact(&mut bytes).unwrap();
    assert_eq!((&bytes, caller.hear()), (b"hello", whole));

    let part = json!({"cmd": "part", "filename": "a", "reply": true});
    let reply = caller.good(&part, b"");
    assert_eq!(
        (&reply["offset"], &reply["sha256"]),
        (&json!(0), &json!(NOTHING))
    );

    let absent = json!({"cmd": "get", "filename": "b", "reply": true});
    caller.say(&absent, b"");
    assert_eq!(caller.refusal(), "'b': no such file or folder");
    caller.good(&put, b"HELLO");
    assert_eq!(names(folder.path()), ["a"]);
    assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"HELLO");
}

#[test]
fn request_of_the_notes_gets_what_the_notes_say_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let serving = files(folder.path());
    let mut caller = Caller::new(serving.server.address());
    caller.say(&json!({"cmd": "put", "filename": "a", "filesize": 2}), b"hi");
    caller.say(&json!({"cmd": "put", "filename": "empty", "filesize": 0}), b"");
    caller.say(&json!({"cmd": "get", "filename": "a"}), b"");
    caller.say(&json!({"cmd": "get", "filename": "empty"}), b"");
    caller.fall_silent();
    let mut wanted = Vec::new();
    let head = r#"{"cmd": "get", "filename": "a", "filesize": 2}"#;
    wanted.extend((head.len() as i32).to_le_bytes());
    wanted.extend(head.bytes());
    wanted.extend(b"hi");
    let head = r#"{"cmd": "get", "filename": "empty", "filesize": 0}"#;
    wanted.extend((head.len() as i32).to_le_bytes());
    wanted.extend(head.bytes());
    assert_eq!(
        String::from_utf8_lossy(&caller.rest()),
        String::from_utf8_lossy(&wanted)
    );
}

#[test]
fn request_of_the_notes_that_fails_is_hung_up_on() {
    let folder = tempfile::tempdir().unwrap();
    let serving = files(folder.path());
    for request in [
        json!({"cmd": "get", "filename": "absent"}),
        json!({"cmd": "put", "filename": "../a", "filesize": 0}),
    ] {
        let mut caller = Caller::new(serving.server.address());
        caller.say(&request, b"");
        assert_eq!(caller.rest(), b"");
    }
}

#[test]
fn get_begins_at_its_offset_and_is_checked_from_the_beginning() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a"), "hello").unwrap();
    let serving = files(folder.path());
    for offset in [0, 3, 5] {
        let mut caller = Caller::new(serving.server.address());
        let get = json!({
            "cmd": "get", "filename": "a", "offset": offset, "reply": true
        });
        caller.say(&get, b"");
        assert_eq!(caller.hear()["filesize"], 5);
        let mut bytes = vec![0; 5 - offset];
        caller.0.read_exact(&mut bytes).unwrap();
        assert_eq!(bytes, b"hello"[offset..]);
        assert_eq!(caller.hear()["sha256"], HELLO);

        // As the notes' clients might: without a reply.
        let get = json!({"cmd": "get", "filename": "a", "offset": offset});
        caller.say(&get, b"");
        assert_eq!(caller.hear()["filesize"], 5);
        caller.fall_silent();
        assert_eq!(caller.rest(), b"hello"[offset..]);
    }
    let mut caller = Caller::new(serving.server.address());
    let get = json!({
        "cmd": "get", "filename": "a", "offset": 6, "reply": true
    });
    caller.say(&get, b"");
    assert_eq!(caller.refusal(), "`offset` 6: the file has 5");
}

#[test]
fn listing_has_files_and_folders_by_name_and_nothing_hidden() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir(path.join("sub")).unwrap();
    for name in ["b", "a", "账户", "sub/c", ".workbench-part-1"] {
        fs::write(path.join(name), "hello").unwrap();
    }
    symlink("a", path.join("link")).unwrap();
    let serving = files(path);
    let address = serving.server.address();
    let file = |name: &str| Entry { name: name.to_owned(), size: Some(5) };
    let sub = Entry { name: "sub".to_owned(), size: None };
    let all = vec![file("a"), file("b"), sub, file("账户")];
    for mut client in [
        client::Files::connect(address).unwrap(),
        client::Files::connect(address).unwrap().without_replies(),
    ] {
        assert_eq!(client.ls("").unwrap(), all);
        assert_eq!(client.ls("sub").unwrap(), [file("c")]);
        assert_eq!(client.ls("sub/").unwrap(), [file("c")]);
        assert!(client.ls("a").is_err());
    }
}

#[test]
fn file_of_another_folder_is_put_and_got() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("sub")).unwrap();
    let serving = files(folder.path());
    let mut client = client::Files::connect(serving.server.address()).unwrap();
    let from = folder.path().join("from");
    let bytes = noise(1_000_000);
    fs::write(&from, &bytes).unwrap();
    let mut told = Vec::new();
    let put = client.put_file("sub/a", &from, &mut |sent, size| {
        told.push((sent, size));
    });
    assert_eq!(put.unwrap(), 1_000_000);
    assert!(told.is_sorted() && told.len() > 1, "{told:?}");
    assert_eq!(told.last(), Some(&(1_000_000, 1_000_000)));
    assert!(fs::read(folder.path().join("sub/a")).unwrap() == bytes);

    let to = folder.path().join("to");
    client.get_file("sub/a", &to, &mut |_, _| ()).unwrap();
    assert!(fs::read(to).unwrap() == bytes);
    assert_eq!(names(folder.path()), ["from", "sub", "to"]);
}

#[test]
fn reader_of_a_file_that_is_replaced_gets_the_one_that_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let old = noise(20 << 20);
    fs::write(folder.path().join("a"), &old).unwrap();
    let serving = files(folder.path());
    let mut reader = Caller::new(serving.server.address());
    reader.say(&json!({"cmd": "get", "filename": "a"}), b"");
    assert_eq!(reader.hear()["filesize"], old.len());
    let mut writer = Caller::new(serving.server.address());
    let put = json!({
        "cmd": "put", "filename": "a", "filesize": 3, "reply": true
    });
    writer.good(&put, b"new");
    assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"new");
    reader.fall_silent();
    assert!(reader.rest() == old);
}

#[test]
fn of_two_who_put_one_file_either_comes_whole() {
    let folder = tempfile::tempdir().unwrap();
    let serving = files(folder.path());
    let address = serving.server.address();
    let all = [vec![b'1'; 3_000_000], vec![b'2'; 3_000_000]];
    std::thread::scope(|scope| {
        for bytes in &all {
            scope.spawn(move || {
                let mut client = client::Files::connect(address).unwrap();
                let mut from = std::io::Cursor::new(bytes);
                let size = bytes.len() as u64;
                for _ in 0..3 {
                    client.put("a", &mut from, size, &mut |_, _| ()).unwrap();
                }
            });
        }
    });
    let left = fs::read(folder.path().join("a")).unwrap();
    assert!(all.contains(&left));
    assert_eq!(names(folder.path()), ["a"]);
}
