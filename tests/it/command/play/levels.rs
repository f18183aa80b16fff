//! Every level, played by the command.

use std::process::{Command, Stdio};

use super::Player;
use crate::levels::{Level, all, played, shortest};

/// What to type to break a level in the shortest way.
fn keys(level: &Level) -> String {
    let (chosen, _) = played(level, &shortest(level));
    let keys: Vec<_> = chosen.iter().map(usize::to_string).collect();
    keys.join(" ")
}

#[test]
fn par_of_every_level_is_the_minimum_of_best_first() {
    let player = Player::new();
    for level in all() {
        let failure = shortest(level);
        let told = player.keys(level.name, "").ended(1);
        let words = |number: usize, what: &str| {
            let end = if number == 1 { "" } else { "s" };
            format!("{number} {what}{end}")
        };
        let par = format!(
            "(par {}, {})",
            words(failure.moves(), "move"),
            words(failure.preemptions(), "preemption")
        );
        // A long goal is broken into lines.
        let told: Vec<_> = told.split_whitespace().collect();
        assert!(told.join(" ").contains(&par), "{}: {par}", level.name);
    }
}

#[test]
fn every_level_can_be_broken_at_par() {
    let player = Player::new();
    for level in all() {
        let told = player.keys(level.name, &keys(level)).good();
        assert!(told.contains("\nyou broke it: "), "{told}");
        assert!(told.contains("\nat par\n"), "{told}");
    }
    let list = player.run(&["play", "--plain"]).good();
    assert_eq!(list.matches("\n  * ").count(), all().count(), "{list}");
}

/// Red if what is kept is read before others are kept from writing.
#[test]
fn players_of_every_level_at_once_lose_nothing() {
    let player = Player::new();
    let prepare = |level: &Level| {
        let words = ["play", level.name, "--keys", &keys(level)];
        let mut command = player.command(&words);
        command.stdout(Stdio::null());
        command
    };
    let prepared: Vec<_> = all().map(prepare).collect();
    let start = |mut command: Command| command.spawn().unwrap();
    let all_at_once: Vec<_> = prepared.into_iter().map(start).collect();
    for mut child in all_at_once {
        assert!(child.wait().unwrap().success());
    }
    let list = player.run(&["play", "--plain"]).good();
    assert_eq!(list.matches("\n  * ").count(), all().count(), "{list}");
}
