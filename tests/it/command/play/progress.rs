//! What a player has broken, from one day to the next.

use std::fs;

use super::{BREAK, Player, files};

#[test]
fn what_is_broken_stays_so() {
    let player = Player::new();
    let list = player.run(&["play"]).good();
    assert!(list.ends_with("\nStart here: workbench play cup\n"), "{list}");
    assert!(files(player.home.path()).is_empty(), "to look is not to play");
    player.keys("flags", BREAK).good();
    assert!(player.line_of("flags").starts_with("  * flags "));
    let list = player.run(&["play"]).good();
    assert!(list.contains("\n✓ broken: 1 of 49 levels; ★ "), "{list}");
    assert!(list.ends_with("\nGo on: workbench play manners\n"), "{list}");
}

#[test]
fn only_what_is_better_replaces_what_is_known() {
    let player = Player::new();
    player.keys("table", "1 2 3").good();
    assert!(player.line_of("table").ends_with("3 moves, par 3"));
    player.keys("flags", "1 2 2 1 2 1").good();
    let before = fs::read(player.file()).unwrap();
    player.keys("flags", BREAK).good();
    player.keys("flags", "1 2 2 1 2 1").good();
    let text = fs::read_to_string(player.file()).unwrap();
    assert_ne!(text.as_bytes(), before);
    assert!(text.contains(r#""preemptions": 2"#), "{text}");
}

#[test]
fn level_that_was_left_is_where_one_goes_on() {
    let player = Player::new();
    player.keys("bread", "1").ended(1);
    let list = player.run(&["play", "--plain"]).good();
    assert!(player.line_of("bread").starts_with("  > bread "));
    let last = "\nWhere you left off: workbench play bread\n";
    assert!(list.ends_with(last), "{list}");
}

#[test]
fn variant_of_a_lab_is_kept_under_its_own_name() {
    let player = Player::new();
    player.keys("locks", "1 2 2 2").good();
    let list = player.run(&["play"]).good();
    assert!(list.contains("\nLabs, broken: locks (4 moves, par 4)\n"));
}

/// Red if the file is written where it cannot be read.
#[test]
fn file_that_cannot_be_read_is_refused_and_left_alone() {
    let long = format!("{}1", " ".repeat(1 << 20));
    let texts: [(&[u8], &str); 8] = [
        (b"", "EOF"),
        (b"{ \"format\": 1, \"broken\": { \"flags\": { \"mov", "EOF"),
        (b"{ \"format\": 2, \"stars\": [] }", "a newer workbench"),
        (b"[]", "expected struct"),
        (b"{ \"format\": 1, \"broken\": [] }", "expected a map"),
        (b"{ \"broken\": {} }", "missing field `format`"),
        (b"\xff\xfe", "expected value"),
        (long.as_bytes(), "it is too long"),
    ];
    let player = Player::new();
    for (text, why) in texts {
        fs::write(player.file(), text).unwrap();
        for words in [
            ["play"].as_slice(),
            &["play", "flags"],
            &["play", "flags", "--keys", BREAK],
        ] {
            let line = player.run(words).refusal();
            assert!(line.contains(why), "{line}");
            assert!(line.contains("play.json' is not progress"), "{line}");
            assert!(line.contains("; move it away, or"), "{line}");
        }
        assert_eq!(fs::read(player.file()).unwrap(), text);
        assert_eq!(files(player.home.path()), [player.file()]);
    }
}

#[test]
fn folder_in_place_of_the_file_is_refused() {
    let player = Player::new();
    fs::create_dir(player.file()).unwrap();
    let line = player.run(&["play"]).refusal();
    assert!(line.contains("it is no file"), "{line}");
}

#[test]
fn progress_that_cannot_be_kept_keeps_nobody_from_playing() {
    let player = Player::new();
    fs::create_dir(player.home.path().join("play.lock")).unwrap();
    let ran = player.keys("flags", BREAK);
    let line = ran.stderr.clone();
    assert!(line.starts_with("warning: progress is not kept in "), "{line}");
    assert!(ran.stdout.contains("\nyou broke it: "), "{ran}");
    assert!(!ran.to_string().contains("\n= "), "it is good: {ran}");
    assert!(!player.file().exists());
}

#[cfg(unix)]
#[test]
fn file_that_is_a_link_stays_one() {
    let player = Player::new();
    let elsewhere = Player::new();
    std::os::unix::fs::symlink(elsewhere.file(), player.file()).unwrap();
    fs::write(elsewhere.file(), "{ \"format\": 1 }").unwrap();
    player.keys("flags", BREAK).good();
    assert!(fs::symlink_metadata(player.file()).unwrap().is_symlink());
    let text = fs::read_to_string(elsewhere.file()).unwrap();
    assert!(text.contains("\"flags\""), "{text}");
}
