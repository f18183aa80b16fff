//! `workbench play`: what is told of a round, however it is played, and what
//! is kept of it.

mod keys;
mod labs;
mod levels;
mod progress;
mod prompt;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{Ran, ran, workbench};

/// Keys that break the level `flags`, at par.
const BREAK: &str = "1 2 2 2 1 1";

/// A player, and the folder that is theirs.
struct Player {
    home: TempDir,
}

impl Player {
    fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// The command, in this player's name.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = workbench(words);
        command.env("WORKBENCH_HOME", self.home.path());
        command
    }

    fn run(&self, words: &[&str]) -> Ran {
        ran(&mut self.command(words))
    }

    /// Plays `name` with `keys`.
    fn keys(&self, name: &str, keys: &str) -> Ran {
        self.run(&["play", name, "--keys", keys])
    }

    /// Where progress is kept.
    fn file(&self) -> PathBuf {
        self.home.path().join("play.json")
    }

    /// The line of a level in the list.
    fn line_of(&self, level: &str) -> String {
        let list = self.run(&["play", "--plain"]).good();
        let name = |line: &&str| line.split(' ').any(|word| word == level);
        list.lines().find(name).unwrap().to_owned()
    }
}

/// Every file in a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}
