use std::fs;
use std::path::Path;

use crate::labs::Story;

/// A file of a project: its path, and what it is there for.
type File = (&'static str, &'static str);

/// As the notes draw it.
const NOTES: &[File] = &[
    ("README", "what this is"),
    ("bin/foo", "the command"),
    ("docs/abc.rst", "a page of the manual"),
    ("docs/conf.py", "how the manual is built"),
    ("foo/__init__.py", "makes the folder a package"),
    ("foo/main.py", "the program"),
    ("foo/tests/__init__.py", "makes the tests a package too"),
    ("foo/tests/test_main.py", "a test"),
    ("requirements.txt", "what it needs"),
    ("setup.py", "a program that installs it"),
];

/// The same project in Rust.
const CARGO: &[File] = &[
    ("Cargo.lock", "what it needs, to the last digit"),
    ("Cargo.toml", "what it is and needs: no program"),
    ("README.md", "what this is"),
    ("src/bin/foo.rs", "the command"),
    ("src/lib.rs", "the program and its manual"),
    ("tests/main.rs", "a test, from outside"),
];

/// A package is a folder, and what lies in the folder is installed: the
/// tests with it.
pub(super) fn notes(story: &Story) {
    let installed = |path: &str| path.starts_with("foo/");
    let tests = build(story, NOTES, installed);
    story.wrong(format!("a user gets {tests} files that only test"));
}

/// Tests lie beside the sources: a user's build never looks at them.
pub(super) fn cargo(story: &Story) {
    let installed = |path: &str| path.starts_with("src/");
    let tests = build(story, CARGO, installed);
    story.right(format!("a user gets {tests} files that only test"));
}

/// Makes the project in a folder that is gone afterwards, lists what is in
/// it, and counts the tests among what a user would get.
fn build(story: &Story, files: &[File], installed: fn(&str) -> bool) -> usize {
    let root = tempfile::tempdir().unwrap();
    for (path, purpose) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, purpose).unwrap();
    }
    let mut found = Vec::new();
    walk(root.path(), root.path(), &mut found);
    for (path, purpose) in &found {
        story.say(format!("{path:24} {purpose}"));
    }
    let tests = |path: &str| installed(path) && path.contains("test");
    found.iter().filter(|(path, _)| tests(path)).count()
}

/// Every file below `folder`, sorted, with what it contains.
fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|it| it.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}
