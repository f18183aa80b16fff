//! Line by line, where there is no terminal.

use std::fs::File;
use std::io::Write;

use super::Player;
use crate::command::{Ran, ran, snapshot};

/// Plays `words` and types `lines`.
fn typed(player: &Player, words: &[&str], lines: &str) -> Ran {
    let path = player.home.path().join("typed");
    File::create(&path).unwrap().write_all(lines.as_bytes()).unwrap();
    let mut command = player.command(words);
    ran(command.stdin(File::open(&path).unwrap()))
}

#[test]
fn round_is_told_line_by_line() {
    let lines = "1 2\n1\nu\ns\n?\nr\n1\n2\n3\nq\n";
    snapshot!(typed(&Player::new(), &["play", "table"], lines));
}

#[test]
fn other_words_are_refused_and_the_round_goes_on() {
    let lines = "x\n 7 \n\nu\n1 2 2 2 1 1\n1\nq\n";
    let told = typed(&Player::new(), &["play", "flags"], lines).good();
    for why in [
        "\n'x' is no key; type a thread's number, u (undo)",
        "\nthere is no such thread: there are 1, 2\n",
        "\nthere is nothing to take back\n",
        "\nyou broke it: ann panicked: both are in the room\n",
        "\nthe program is over: u takes a step back, r begins again\n",
    ] {
        assert!(told.contains(why), "{why}: {told}");
    }
}

#[test]
fn end_of_input_ends_the_round() {
    let player = Player::new();
    let told = typed(&player, &["play", "flags"], "").good();
    assert!(told.ends_with("\n1 2 u r s q ? \n"), "{told}");
    // Of the last line, the end may be missing.
    let told = typed(&player, &["play", "flags"], "1 2 2 2 1 1").good();
    assert!(told.contains("\nyou broke it: "), "{told}");
    assert!(player.line_of("flags").contains("6 moves, par 6"));
}

#[test]
fn input_that_is_no_text_is_no_key() {
    let player = Player::new();
    let path = player.home.path().join("typed");
    File::create(&path).unwrap().write_all(b"\xff\x1b[2J\n1\n").unwrap();
    let mut command = player.command(&["play", "flags"]);
    let told = ran(command.stdin(File::open(&path).unwrap())).good();
    assert!(!told.contains('\x1b'), "{told:?}");
    assert!(told.contains("\n1  ann: flag-B.load → 0\n"), "{told}");
}

#[test]
fn plain_rounds_are_nothing_but_ascii() {
    let player = Player::new();
    let lines = "1 2 2 2\ns\n?\n1 1\nu\nq\n";
    let told = typed(&player, &["play", "flags", "--plain"], lines).good();
    assert!(told.is_ascii(), "{told}");
    assert!(told.contains("\nyou broke it: "), "{told}");
    assert!(player.run(&["play", "--plain"]).good().is_ascii());
}
