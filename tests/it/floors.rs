//! What ARCHITECTURE.md says is absent.

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. What is not a room of the library stands above.
const FLOORS: [&[&str]; 8] = [
    &["memory"],
    &["trace", "stack"],
    &["model"],
    &["sync", "thread"],
    &["queue", "coroutine", "process"],
    &["net"],
    &["explore"],
    &["exercise"],
];

fn floor(room: &str) -> usize {
    let here = FLOORS.iter().position(|rooms| rooms.contains(&room));
    here.unwrap_or(FLOORS.len())
}

/// Every file below a folder of this package, with what it says; comments
/// may speak of other floors.
fn code(folder: &str) -> Vec<(PathBuf, String)> {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let file = room.with_extension("rs");
    let mut left = vec![if file.exists() { file } else { room }];
    let mut files = Vec::new();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(path).unwrap();
            left.extend(entries.map(|entry| entry.unwrap().path()));
        } else {
            if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let no_comment =
                    |line: &&str| !line.trim_start().starts_with("//");
                let lines: Vec<_> = text.lines().filter(no_comment).collect();
                files.push((path, lines.join("\n")));
            }
        }
    }
    assert!(!files.is_empty(), "no file in {folder}");
    files
}

/// The names that follow `path` in `text`.
fn after<'a>(text: &'a str, path: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(path).skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}

#[test]
fn nothing_imports_upward() {
    for room in FLOORS.concat() {
        for (path, text) in code(&format!("src/{room}")) {
            for other in after(&text, "crate::") {
                let path = path.display();
                let below = other == room || floor(other) < floor(room);
                let beside = floor(other) == floor(room) && floor(room) == 3;
                assert!(below || beside, "{path} imports crate::{other}");
            }
        }
    }
}

#[test]
fn no_lab_imports_another() {
    for (path, text) in code("labs") {
        for other in after(&text, "crate::labs::") {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
            let is_lab = folder.join("labs").join(other).is_dir();
            let path = path.display();
            assert!(other.is_empty() || !is_lab, "{path} imports {other}");
        }
    }
}
