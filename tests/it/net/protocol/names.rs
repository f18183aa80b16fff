//! Names that lead elsewhere.

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use rustix::fs::{CWD, FileType, Mode, RenameFlags, mknodat, renameat_with};
use serde_json::json;

use super::*;
use crate::stress::must_end;

/// Names, and what is said of them.
fn hostile() -> Vec<(String, &'static str)> {
    let named = |name: &str, why| (name.to_owned(), why);
    vec![
        named("../../etc/passwd", "'.' and '..' are no names"),
        named("..", "'.' and '..' are no names"),
        named("sub/../../a", "'.' and '..' are no names"),
        named("./a", "'.' and '..' are no names"),
        named("/etc/passwd", "it begins at the root of the file system"),
        named("", "a part of it is empty"),
        named("a/", "a part of it is empty"),
        named("sub//a", "a part of it is empty"),
        named("a\0b", "NUL is in it"),
        named(".workbench-part-1", "the server has such names for itself"),
        named("file-link/a", "a link is in the way"),
        named("folder-link/a", "a link is in the way"),
        named("up-link/a", "a link is in the way"),
        named("absent/a", "no such file or folder"),
        named("file/a", "a part of it is no folder"),
        named("sub", "it is no file, but something else"),
        named("pipe", "it is no file, but something else"),
        ("n".repeat(300), "more than 255 bytes between slashes"),
        ("s/".repeat(150) + "n", "no such file or folder"),
    ]
}

/// A folder beside another that is served, with what leads out of it.
fn trap() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let served = folder.path().join("served");
    fs::create_dir(&served).unwrap();
    fs::create_dir(served.join("sub")).unwrap();
    fs::create_dir(folder.path().join("outside")).unwrap();
    fs::write(folder.path().join("outside/a"), "secret").unwrap();
    fs::write(served.join("file"), "hello").unwrap();
    symlink("../outside/a", served.join("file-link")).unwrap();
    symlink("../outside", served.join("folder-link")).unwrap();
    symlink("sub", served.join("up-link")).unwrap();
    let mode = Mode::RUSR | Mode::WUSR;
    mknodat(CWD, served.join("pipe"), FileType::Fifo, mode, 0).unwrap();
    folder
}

/// The server is asked on after every one of them.
fn is_refused(request: impl Fn(&str) -> Value, body: &[u8]) {
    let folder = trap();
    let served = folder.path().join("served");
    let before = names(&served);
    let serving = files(&served);
    let mut caller = Caller::new(serving.server.address());
    for (name, why) in hostile() {
        caller.say(&request(&name), body);
        let refusal = caller.refusal();
        assert!(refusal.contains(why), "{name:?}: {refusal}");
        let part = json!({"cmd": "part", "filename": "file", "reply": true});
        caller.good(&part, b"");
    }
    assert_eq!(names(&served), before);
    let outside = folder.path().join("outside");
    assert_eq!(names(&outside), ["a"]);
    assert_eq!(fs::read(outside.join("a")).unwrap(), b"secret");
    assert_eq!(fs::read(served.join("file")).unwrap(), b"hello");
}

#[test]
fn name_that_leads_elsewhere_is_not_read() {
    must_end(|| {
        let get =
            |name: &str| json!({"cmd": "get", "filename": name, "reply": true});
        is_refused(get, b"");
    });
}

#[test]
fn name_that_leads_elsewhere_is_not_written() {
    must_end(|| {
        let put = |name: &str| {
            json!({
                "cmd": "put", "filename": name, "filesize": 6, "reply": true
            })
        };
        is_refused(put, b"hacked");
    });
}

#[test]
fn upload_that_would_lead_elsewhere_is_refused_before_it_begins() {
    must_end(|| {
        let part = |name: &str| json!({"cmd": "part", "filename": name, "reply": true});
        is_refused(part, b"");
    });
}

#[test]
fn link_is_neither_read_nor_replaced() {
    let folder = trap();
    let served = folder.path().join("served");
    let serving = files(&served);
    let mut caller = Caller::new(serving.server.address());
    for name in ["file-link", "folder-link", "up-link"] {
        caller
            .say(&json!({"cmd": "get", "filename": name, "reply": true}), b"");
        let refusal = caller.refusal();
        assert!(refusal.contains("a link is in the way"), "{refusal}");
        let put = json!({
            "cmd": "put", "filename": name, "filesize": 1, "reply": true
        });
        caller.say(&put, b"x");
        let refusal = caller.refusal();
        assert!(refusal.contains("it is no file"), "{refusal}");
        assert!(served.join(name).is_symlink());
    }
}

#[test]
fn folder_outside_is_not_listed() {
    let folder = trap();
    let serving = files(&folder.path().join("served"));
    let mut caller = Caller::new(serving.server.address());
    for name in ["..", "/", "/etc", "folder-link", "sub/..", "//", "sub//"] {
        caller.say(&json!({"cmd": "ls", "filename": name, "reply": true}), b"");
        caller.refusal();
    }
}

/// Somebody on the server puts a link where a folder was, all the time. Red
/// if names are looked at first and opened then.
#[test]
fn link_that_is_put_in_the_way_meanwhile_does_not_lead_out() {
    must_end(|| {
        let folder = trap();
        let served = folder.path().join("served");
        fs::write(served.join("sub/a"), "hello").unwrap();
        let serving = files(&served);
        let mut caller = Caller::new(serving.server.address());
        let [one, other] = ["sub", "folder-link"].map(|it| served.join(it));
        let swap = || {
            let exchange = RenameFlags::EXCHANGE;
            renameat_with(CWD, &one, CWD, &other, exchange).unwrap();
        };
        let done = AtomicBool::new(false);
        let seen: HashSet<_> = std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Relaxed) {
                    swap();
                }
            });
            let seen = (0..2_000).map(|_| read(&mut caller)).collect();
            done.store(true, Relaxed);
            seen
        });
        assert!(seen.contains(&Some("hello".to_owned())), "{seen:?}");
        assert!(seen.contains(&None), "nobody came in the way: {seen:?}");
        assert_eq!(seen.len(), 2, "{seen:?}");
    });
}

/// What is in `sub/a`, if it is given.
fn read(caller: &mut Caller) -> Option<String> {
    let get = json!({"cmd": "get", "filename": "sub/a", "reply": true});
    caller.say(&get, b"");
    let size = caller.hear()["filesize"].as_u64()?;
    let mut bytes = vec![0; size as usize];
    caller.0.read_exact(&mut bytes).unwrap();
    caller.hear();
    Some(String::from_utf8(bytes).unwrap())
}
