//! `workbench course`: exercises in a folder of the student's own.
//!
//! Every folder lies at the same place whenever the tests are run, and all
//! share what cargo builds: the library is built once.

mod every;
mod folder;
mod hostile;
mod replayed;
mod watched;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{Ran, ran, workbench};

/// A course's folder, made anew.
struct Course {
    root: PathBuf,
}

impl Course {
    /// The course of the test called `name`.
    fn new(name: &str) -> Self {
        let root = Self::place().join(name);
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        let typed = root.to_str().unwrap();
        ran(&mut workbench(&["course", "init", typed])).good();
        let course = Self { root };
        course.always_the_same(name);
        course
    }

    /// Cargo keeps what it builds by the course's id, which is a new one for
    /// every course.
    fn always_the_same(&self, name: &str) {
        let progress = self.read("progress.json");
        let mut progress: Value = serde_json::from_str(&progress).unwrap();
        progress["id"] = name.into();
        let path = self.root.join("progress.json");
        fs::write(path, progress.to_string()).unwrap();
        assert_eq!(self.run(&["update"]).good(), "Cargo.toml\n");
    }

    /// Where courses of tests lie.
    fn place() -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("courses")
    }

    /// `workbench course` with `words`, in the folder.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = workbench(&[&["course"], words].concat());
        command.current_dir(&self.root);
        // As whoever tests builds is not how a student does.
        for name in ["CARGO_PROFILE_DEV_DEBUG", "RUSTFLAGS"] {
            command.env_remove(name);
        }
        command.env("CARGO_TARGET_DIR", Self::place().join("target"));
        command.env("CARGO_NET_OFFLINE", "true");
        command
    }

    fn run(&self, words: &[&str]) -> Ran {
        ran(&mut self.command(words))
    }

    /// The file that the student edits.
    fn work(&self, exercise: &str) -> PathBuf {
        self.root.join(exercise).join(format!("{exercise}.rs"))
    }

    /// Whole or not at all, as editors save.
    fn save(&self, exercise: &str, text: &str) {
        let coming = self.root.join(exercise).join("coming");
        fs::write(&coming, text).unwrap();
        fs::rename(coming, self.work(exercise)).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.root.join(name)).unwrap()
    }
}

/// The files of an exercise of this package.
struct Files {
    name: String,
    folder: PathBuf,
}

/// Every exercise, found by its folder.
fn exercises() -> Vec<Files> {
    let folders = |path: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(path).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let mut folders: Vec<_> = paths.filter(|it| it.is_dir()).collect();
        folders.sort();
        folders
    };
    let labs = Path::new(env!("CARGO_MANIFEST_DIR")).join("labs");
    let all = folders(&labs).into_iter().flat_map(|lab| folders(&lab));
    let all = all.map(|folder| {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        Files { name, folder }
    });
    let all: Vec<_> = all.collect();
    assert!(all.len() >= 3, "so many folders: {}", all.len());
    all
}

impl Files {
    fn read(&self, name: &str) -> String {
        let path = self.folder.join(name);
        let why = |why| panic!("{}: {why}", path.display());
        fs::read_to_string(&path).unwrap_or_else(why)
    }

    /// Each wrong variant: its name, and what is in it.
    fn wrong(&self) -> Vec<(String, String)> {
        let entries = fs::read_dir(self.folder.join("wrong")).unwrap();
        let wrong = entries.map(|entry| {
            let path = entry.unwrap().path();
            let name = format!("wrong/{}", path.file_name().unwrap().display());
            let text = self.read(&name);
            (name, text)
        });
        let mut wrong: Vec<_> = wrong.collect();
        wrong.sort();
        wrong
    }
}

/// The solution of an exercise.
fn solution(name: &str) -> String {
    let all = exercises();
    all.iter().find(|it| it.name == name).unwrap().read("solution.rs")
}
