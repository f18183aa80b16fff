//! `--keys`: a round in one line.

use std::fmt::Write;

use super::{BREAK, Player, files};
use crate::command::{run, snapshot};

/// What is told from the end of a round on.
fn ending(told: &str) -> &str {
    let at = told.rfind("\nyou broke it: ");
    &told[at.unwrap_or_else(|| panic!("{told}")) + 1..]
}

#[test]
fn flags_reaches_mutual_exclusion_broken() {
    let ran = Player::new().keys("flags", BREAK);
    snapshot!(ran);
    let told = ran.good();
    let broken = "you broke it: ann panicked: both are in the room\n";
    assert!(ending(&told).starts_with(broken), "{told}");
    assert!(ending(&told).contains("\nat par\n"), "{told}");
}

#[test]
fn deadlock_is_told_with_who_waits_for_whom() {
    let told = Player::new().keys("table", "1 2 1 3").refusal();
    assert!(told.contains("Plato waits for fork-2, which Hypatia has"));
    let told = Player::new().keys("table", "1 2 3").good();
    let circle = "you broke it: deadlock: Plato waits for fork-2, which \
                  Hypatia has; Hypatia";
    // Broken into lines.
    let words: Vec<_> = ending(&told).split_whitespace().collect();
    assert!(words.join(" ").starts_with(circle), "{told}");
}

#[test]
fn broken_variant_of_a_lab_can_be_played() {
    let told = Player::new().keys("locks", "1 2 2 2").good();
    let broken = "you broke it: left ▸ 100 → 99   1 of 2 updates are lost\n";
    assert!(ending(&told).starts_with(broken), "{told}");
    let last = "every order: workbench explore locks\n";
    assert!(told.ends_with(last), "{told}");
}

#[test]
fn variant_that_is_right_says_that_no_order_breaks_it() {
    let words = ["play", "deadlock", "--variant", "ordered", "--keys", "1"];
    let told = Player::new().run(&words).ended(1);
    assert!(told.contains("(no order breaks it: proved)"), "{told}");
    assert!(told.contains("\nnor does it in any other order"), "{told}");
}

#[test]
fn round_that_breaks_nothing_ends_with_1() {
    for keys in ["", "1", "1 2 q"] {
        let told = Player::new().keys("flags", keys).ended(1);
        assert!(told.ends_with("\nnothing is broken yet\n"), "{told}");
    }
    let told = Player::new().keys("flags", "1 1 1 1 1").ended(1);
    let end = "\nit came to its end, and nothing broke\n";
    assert!(told.ends_with(end), "{told}");
}

#[test]
fn token_leads_to_the_same_end() {
    let told = Player::new().keys("flags", BREAK).good();
    let (_, rest) = told.split_once("again: workbench replay ").unwrap();
    let token = rest.lines().next().unwrap();
    let again = run(&["replay", token]).good();
    assert!(again.contains("ann panicked: both are in the room"), "{again}");
}

#[test]
fn undo_takes_back_a_move_and_restart_all_of_them() {
    let straight = Player::new().keys("flags", BREAK).good();
    for keys in ["1 1 u 2 2 2 1 1", "2 2 2 r 1 2 2 2 1 1", "1 2 2 2 1 1 u 1"] {
        let told = Player::new().keys("flags", keys).good();
        assert_eq!(ending(&told), ending(&straight), "{keys}");
    }
}

#[test]
fn keys_that_cannot_be_played_are_refused() {
    let player = Player::new();
    let mut refusals = String::new();
    for (name, keys) in [
        ("flags", "1 a 2"),
        ("flags", "1 2,2"),
        ("flags", "1b"),
        ("flags", "-1"),
        ("flags", "99999999999999999999999"),
        ("flags", "3"),
        ("flags", "u"),
        ("flags", "1 q 2"),
        ("flags", "1 2 2 2 1 1 2"),
        ("flags", "1 1 1 1 1 1"),
        ("table", "1 2 1"),
    ] {
        let _ = writeln!(refusals, "$ workbench play {name} --keys '{keys}'");
        let _ = writeln!(refusals, "{}", player.keys(name, keys).refusal());
    }
    snapshot!(refusals);
    assert!(files(player.home.path()).is_empty(), "nothing is kept of it");
}

#[test]
fn names_that_cannot_be_played_are_refused() {
    let player = Player::new();
    let mut refusals = String::new();
    for words in [
        ["play", "flagz"].as_slice(),
        &["play", "xyzzy"],
        &["play", ""],
        &["play", "gil"],
        &["play", "flags", "dekker"],
        &["play", "flags", "--variant", "locked"],
        &["play", "flags", "--threads", "3"],
        &["play", "locks", "--variant", "lokced"],
        &["play", "locks", "--threads", "1"],
        &["play", "--keys", "1 2"],
        &["play", "flags", "--keys"],
    ] {
        let _ = writeln!(refusals, "$ workbench {}", words.join(" "));
        let _ = writeln!(refusals, "{}", player.run(words).refusal());
    }
    snapshot!(refusals);
    assert!(files(player.home.path()).is_empty(), "nothing is kept of it");
}

#[test]
fn what_was_played_is_kept_and_drawn_again() {
    let player = Player::new();
    let path = player.home.path().join("round.json");
    let path = path.to_str().unwrap();
    let save =
        |keys| player.run(&["play", "flags", "--keys", keys, "--save", path]);
    save("1 2 9").refusal();
    assert!(!std::path::Path::new(path).exists());
    save(BREAK).good();
    let shown = run(&["show", path]).good();
    assert!(shown.contains("ann panics: both are in the room"), "{shown}");
}
