//! `--save` and `show`: what is kept, and what is made of a broken file.

use std::path::Path;

use super::{Ran, run};

fn save(folder: &Path) -> (String, String) {
    let path = folder.join("saved.json");
    let path = path.to_str().unwrap().to_owned();
    let words = ["lab", "deadlock", "--speed", "0.3", "--save", &path];
    let story = run(&words).good();
    (path, story)
}

/// What `show` says to `bytes`.
fn show(bytes: impl AsRef<[u8]>) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it.json");
    std::fs::write(&path, bytes).unwrap();
    run(&["show", path.to_str().unwrap()])
}

#[test]
fn saved_run_is_drawn_as_it_was_drawn_live() {
    let folder = tempfile::tempdir().unwrap();
    let (path, story) = save(folder.path());
    let shown = run(&["show", &path]).good();
    let pictures = |text: &str| -> Vec<String> {
        // A heading may have such letters, too: in a path.
        let drawn =
            |it: &&str| it.starts_with(' ') && it.contains(['█', '▀', 'z']);
        text.lines().filter(drawn).map(str::to_owned).collect()
    };
    assert!(pictures(&story).len() > 10, "{story}");
    assert_eq!(pictures(&story), pictures(&shown));
    assert!(shown.contains("2. ordered: both take lock1 first"), "{shown}");
    assert!(shown.contains("waits for lock2"), "{shown}");
}

#[test]
fn saved_run_shown_as_json_is_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = save(folder.path());
    let shown = run(&["show", &path, "--view", "json"]).good();
    assert_eq!(shown, std::fs::read_to_string(path).unwrap());
}

#[test]
fn saving_again_replaces_the_file_and_leaves_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _) = save(folder.path());
    let before = std::fs::read(&first).unwrap();
    let (second, _) = save(folder.path());
    assert_ne!(before, std::fs::read(second).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn file_cut_anywhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = save(folder.path());
    let whole = std::fs::read_to_string(path).unwrap();
    let first = whole.find("{\"end\"").unwrap();
    let ends = first + whole[first..].find('\n').unwrap();
    for cut in [ends / 3, ends / 2, ends - 2, ends + 20] {
        let line = show(&whole[..cut]).refusal();
        assert!(line.contains("line "), "{line}");
    }
    let at_line = whole[..ends / 2].rfind('\n').unwrap();
    let line = show(&whole[..=at_line]).refusal();
    assert!(line.contains("it is cut"), "{line}");
}

#[test]
fn corrupted_line_is_told_by_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = save(folder.path());
    let whole = std::fs::read_to_string(path).unwrap();
    let mut lines: Vec<_> = whole.lines().collect();
    lines[4] = "{\"event\":";
    let line = show(lines.join("\n")).refusal();
    assert!(line.contains("it.json': line 5: "), "{line}");
    let line = show(whole.replacen("\"step\":3,", "\"step\":9,", 1)).refusal();
    assert!(line.contains("step 9 stands where 3 should"), "{line}");
}

#[test]
fn other_version_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = save(folder.path());
    let whole = std::fs::read_to_string(path).unwrap();
    let newer = whole.replacen("workbench-trace/1", "workbench-trace/9", 1);
    let line = show(newer).refusal();
    assert!(line.contains("line 1: ") && line.contains("trace/9"), "{line}");
}

#[test]
fn file_that_is_no_trace_is_refused() {
    for (bytes, why) in [
        (&b""[..], "it is empty"),
        (b"[1, 2, 3]", "line 1: "),
        (b"hello", "line 1: "),
        (b"{}", "line 1: "),
        (b"\0\0\0\0", "line 1: "),
        (b"{\"run\":\n\xff\xfe", "line 2 is not UTF-8"),
    ] {
        let line = show(bytes).refusal();
        assert!(line.contains(why), "{why}: {line}");
        assert!(line.contains("workbench lab NAME --save"), "{line}");
    }
}

#[test]
fn folder_and_missing_file_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let line = run(&["show", folder.path().to_str().unwrap()]).refusal();
    assert!(line.contains("it is a folder"), "{line}");
    let absent = folder.path().join("absent.json");
    let line = run(&["show", absent.to_str().unwrap()]).refusal();
    assert!(line.contains("no such file"), "{line}");
}

#[cfg(unix)]
#[test]
fn huge_file_is_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.json");
    let file = std::fs::File::create(&path).unwrap();
    file.set_len(1 << 40).unwrap(); // a hole: it takes no room
    let line = run(&["show", path.to_str().unwrap()]).refusal();
    assert!(line.contains("it is larger than 512 MB"), "{line}");
}

#[test]
fn colours_in_a_file_do_not_steer_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = save(folder.path());
    let whole = std::fs::read_to_string(path).unwrap();
    let evil = whole.replace("Thread-2", "\\u001b]0;title\\u0007");
    let shown = show(evil).good();
    assert!(!shown.contains(['\x1b', '\x07']), "{shown}");
}

#[test]
fn saved_page_has_every_chapter_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("saved.html");
    let path = path.to_str().unwrap();
    run(&["lab", "deadlock", "--speed", "0.3", "--save", path]).good();
    let page = std::fs::read_to_string(path).unwrap();
    assert_eq!(page.matches("</wb-timeline>").count(), 3);
    assert!(page.contains("waits for lock2"), "without scripts too");
    let line = run(&["show", path]).refusal();
    assert!(line.contains("line 1: "), "{line}");
}

#[test]
fn saved_run_is_kept_once_more_in_another_format() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = save(folder.path());
    let again = folder.path().join("again.json");
    let again = again.to_str().unwrap();
    let shown = run(&["show", &path, "--save", again]).good();
    assert!(shown.contains("2. ordered: both take lock1 first"), "{shown}");
    let file = |path: &str| std::fs::read_to_string(path).unwrap();
    assert_eq!(file(again), file(&path));
    let picture = folder.path().join("again.svg");
    let picture = picture.to_str().unwrap();
    run(&["show", &path, "--save", picture]).good();
    assert!(file(picture).contains("waits for lock2"));
}
