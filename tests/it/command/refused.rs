//! Bad input: one line that names it and says what to type, exit code 2.

use super::{run, snapshot, workbench};

fn refusals(all: &[&[&str]]) -> String {
    let refusal = |words: &&[&str]| {
        let typed = words.join(" ");
        format!("$ workbench {typed}\n{}\n", run(words).refusal())
    };
    all.iter().map(refusal).collect()
}

#[test]
fn unknown_names_are_refused_with_the_nearest_known_one() {
    snapshot!(refusals(&[
        &["lba"],
        &["locks"],
        &["frobnicate"],
        &["lab", "lokcs"],
        &["lab", "Locks"],
        &["lab", "xyzzy"],
        &["lab", "locks", "--variant", "lokced"],
        &["lab", "locks", "--variant", "xyzzy"],
        &["lab", "locks", "--sped", "1"],
        &["lab", "locks", "--xyzzy"],
        &["lab", "locks", "--view", "timelin"],
        &["lab", "locks", "--vs", "ruby"],
        &["man", "sho"],
        &["completions", "tcsh"],
    ]));
}

#[test]
fn numbers_out_of_bounds_are_refused_with_the_bounds() {
    snapshot!(refusals(&[
        &["lab", "locks", "--threads", "0"],
        &["lab", "locks", "--threads", "1000000"],
        &["lab", "locks", "--threads", "99999999999999999999999"],
        &["lab", "locks", "--threads", "abc"],
        &["lab", "locks", "--threads", "-1"],
        &["lab", "locks", "--threads", ""],
        &["lab", "locks", "--threads"],
        &["lab", "deadlock", "--threads", "3"],
        &["lab", "locks", "--speed", "-1"],
        &["lab", "locks", "--speed", "0"],
        &["lab", "locks", "--speed", "nan"],
        &["lab", "locks", "--speed", "inf"],
        &["lab", "locks", "--speed", "1e9"],
        &["lab", "locks", "--seed", "-3"],
    ]));
}

#[test]
fn words_without_a_place_are_refused() {
    snapshot!(refusals(&[
        &["lab", "locks", "hello"],
        &["lab", "gevent", "https://example.org/"],
        &["lab", "--save", "x.json"],
        &["lab", "--speed", "0.5"],
        &["doctor", "locks"],
        &["show"],
        &["show", "a.json", "b.json"],
        &["completions"],
        &["lab", "locks", "--vs", "python", "--view", "json"],
    ]));
}

#[test]
fn place_that_cannot_be_saved_to_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder_name = folder.path().join("folder.json");
    std::fs::create_dir(&folder_name).unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let below_file = file.join("x.json");
    let absent = folder.path().join("absent").join("x.json");
    let no_ending = folder.path().join("x");
    for (path, why) in [
        (&folder_name, "it is a folder; name a file in it"),
        (&below_file, "not a directory; name a file in a folder that can"),
        (&absent, "no such file or folder; name a file in a folder that can"),
        (&no_ending, "name a file that ends in '.html', '.svg', '.json'"),
        (
            &folder.path().join("x.txt"),
            "name a file that ends in '.html', '.svg', '.json'",
        ),
    ] {
        let path = path.to_str().unwrap();
        let line = run(&["lab", "locks", "--save", path]).refusal();
        let start = format!("error: cannot save as '{path}': {why}");
        assert!(line.starts_with(&start), "{line}");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "only what the test made: {left:?}");
}

#[test]
fn control_characters_in_words_are_written_out() {
    let line = run(&["lab", "a\nb\x1b[31m"]).refusal();
    assert!(line.contains(r"'a\nb\u{1b}[31m'"), "{line}");
}

#[cfg(unix)]
#[test]
fn words_that_are_not_utf8_are_refused() {
    use std::os::unix::ffi::OsStrExt;
    let word = std::ffi::OsStr::from_bytes(b"lo\xffcks");
    super::ran(workbench(&["lab"]).arg(word)).refusal();
}

/// Nobody typed anything wrong, so it is not exit code 2.
#[cfg(target_os = "linux")]
#[test]
fn full_disk_is_told_in_one_line() {
    let full = std::fs::File::create("/dev/full").unwrap();
    let output = workbench(&["lab"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with("error: ") && stderr.lines().count() == 1);
}

#[cfg(not(feature = "web"))]
#[test]
fn pages_that_were_left_out_are_told_with_how_to_get_them() {
    for name in ["serve", "book"] {
        let refusal = run(&[name]).refusal();
        assert!(refusal.contains("--features web"), "{refusal}");
    }
}
