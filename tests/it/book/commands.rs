//! Every command of the book is run, and what a page shows is compared.

use super::chapters;
use super::shown::stands_for;
use crate::command::{Ran, run};

/// A real run is timed by a machine that may be busy with something else.
const TRIES: usize = 3;

/// What does not end by itself.
const ENDLESS: [&str; 3] = ["serve", "book", "server"];

/// What works in a reader's own folder, where it has tests of its own.
const COURSE: &str = "course";

#[test]
fn shown_output_is_what_the_command_says() {
    for chapter in chapters() {
        for shown in chapter.shown() {
            let words: Vec<&str> = shown.words.iter().map(|it| &**it).collect();
            let is_real = words.first() == Some(&"lab");
            let tries = if is_real { TRIES } else { 1 };
            let mut ran: Vec<_> = Vec::new();
            let is_so = (0..tries).any(|_| {
                ran = said(run(&words));
                stands_for(&shown.output, &ran)
            });
            assert!(
                is_so,
                "{} shows of 'workbench {}'\n{}\n-- but it says\n{}\n",
                chapter.file,
                words.join(" "),
                shown.output.join("\n"),
                ran.join("\n")
            );
        }
    }
}

#[test]
fn commands_that_sentences_name_can_be_typed() {
    let known = run(&[]).good();
    let mut tried = Vec::new();
    let chapters = chapters();
    for chapter in &chapters {
        for words in chapter.named() {
            let name = words[0];
            if name == COURSE {
                assert!(is_of_course(&words), "{}: {words:?}", chapter.file);
                continue;
            }
            if words.len() == 1 || ENDLESS.contains(&name) {
                let line = format!("\n  workbench {name} ");
                let file = &chapter.file;
                assert!(known.contains(&line), "{file}: workbench {name}");
            } else if words.contains(&"--vs") && !python_is_here() {
                skipped(&words);
            } else if !tried.contains(&words) {
                said(run(&quickly(&words)));
                tried.push(words);
            }
        }
    }
}

/// Whether the course has this command, and this exercise.
fn is_of_course(words: &[&str]) -> bool {
    let known = run(&[COURSE, "--help"]).good();
    let is_there = |exercise: &str| {
        let labs = concat!(env!("CARGO_MANIFEST_DIR"), "/labs");
        let mut labs = std::fs::read_dir(labs).unwrap();
        labs.any(|lab| lab.unwrap().path().join(exercise).is_dir())
    };
    match words {
        [_, "check", exercise] => is_there(exercise),
        [_, command, ..] => known.contains(&format!("\n  {command} ")),
        _ => true,
    }
}

fn python_is_here() -> bool {
    std::process::Command::new("python3").arg("-V").output().is_ok()
}

#[expect(clippy::print_stderr, reason = "who runs the tests is to know")]
fn skipped(words: &[&str]) {
    let words = words.join(" ");
    eprintln!("{words} skipped: no Python 3 (apt-get install python3)");
}

/// The same command, without a lab's long sleeps.
fn quickly<'a>(words: &[&'a str]) -> Vec<&'a str> {
    match words.contains(&"--speed") || words[0] != "lab" {
        true => words.to_vec(),
        false => [words, &["--speed", "0.05"]].concat(),
    }
}

/// The lines of a command that did what it should: 1 says that the program
/// it looked at is wrong.
fn said(ran: Ran) -> Vec<String> {
    ran.ended_in(&[0, 1]).lines().map(str::to_owned).collect()
}
