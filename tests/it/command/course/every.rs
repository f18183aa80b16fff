//! What CONTRIBUTING.md promises of every exercise.

use std::io::Write;
use std::process::{Command, Stdio};

use super::{Course, Files, exercises};
use crate::command::Ran;

/// What stands in a student's file, and what is to come of it.
struct Try {
    what: String,
    text: String,
    expected: Expected,
}

enum Expected {
    Fails,
    Passes,
    /// This verdict, and if it is of a claim, this one.
    Refused(String),
}

fn tries(files: &Files) -> Vec<Try> {
    let named = |what: &str, expected| {
        let what = format!("{} of {}", what, files.name);
        (what, expected)
    };
    let (what, expected) = named("starter.rs", Expected::Fails);
    let starter = Try { what, text: files.read("starter.rs"), expected };
    let (what, expected) = named("solution.rs", Expected::Passes);
    let solution = Try { what, text: files.read("solution.rs"), expected };
    let mut tries = vec![starter, solution];
    for (name, text) in files.wrong() {
        let reason = text.lines().next().unwrap();
        let reason = reason.strip_prefix("//! Refused: ");
        let reason = reason.unwrap_or_else(|| panic!("{name} has no reason"));
        let expected = Expected::Refused(reason.to_owned());
        let (what, expected) = named(&name, expected);
        tries.push(Try { what, text, expected });
    }
    tries
}

/// What is said of one exercise among all.
fn said(ran: &Ran, name: &str) -> String {
    let is_verdict =
        |it: &str| it.starts_with("FAIL ") || it.starts_with("PASS ");
    let is_own =
        |it: &&str| is_verdict(it) && it[5..].starts_with(&format!("{name}: "));
    let mut lines = ran.stdout.lines().skip_while(|it| !is_own(it));
    let first = lines.next().unwrap_or_else(|| panic!("{name} in {ran}"));
    let rest = lines.take_while(|it| it.starts_with(' '));
    [first].into_iter().chain(rest).collect::<Vec<_>>().join("\n")
}

/// Whether that is what was expected.
fn is_expected(it: &Try, said: &str) -> bool {
    let verdict = said.lines().next().unwrap_or_default();
    let (word, rest) = verdict.split_once(' ').unwrap_or_default();
    let found = rest.split_once(": ").unwrap_or_default().1;
    let claim = said.split_once("this does not hold: ");
    let claim = claim.and_then(|(_, rest)| rest.lines().next());
    match &it.expected {
        Expected::Passes => word == "PASS",
        Expected::Fails => word == "FAIL" && claim.is_some(),
        Expected::Refused(reason) => {
            let (reason, named) = match reason.split_once(" · ") {
                Some((reason, named)) => (reason, Some(named)),
                None => (reason.as_str(), None),
            };
            word == "FAIL" && found.starts_with(reason) && claim == named
        }
    }
}

/// As many rounds as the exercise with the most variants has; in each, every
/// exercise has another one, and all are checked at once.
#[test]
fn starter_fails_solution_passes_and_every_wrong_variant_is_refused() {
    let course = Course::new("every");
    let all = exercises();
    let all: Vec<_> = all.iter().map(|it| (&it.name, tries(it))).collect();
    let mut surprises = String::new();
    let rounds = all.iter().map(|it| it.1.len()).max().unwrap();
    for round in 0..rounds {
        let now = all.iter().filter_map(|(name, tries)| {
            let it = tries.get(round)?;
            course.save(name, &it.text);
            Some((name, it))
        });
        let now: Vec<_> = now.collect();
        let ran = course.run(&["check", "--all"]);
        assert_eq!(ran.stderr, "", "{ran}");
        for (name, it) in now {
            let said = said(&ran, name);
            if !is_expected(it, &said) {
                surprises += &format!("{}:\n{said}\n", it.what);
            }
        }
    }
    assert_eq!(surprises, "");
}

#[test]
fn every_exercise_has_what_it_needs() {
    for files in exercises() {
        let name = &files.name;
        assert!(files.wrong().len() >= 3, "{name} has too few wrong variants");
        assert!(files.read("starter.rs").contains("TODO"), "{name}: to do?");
        let hints = files.read("hints.md");
        let hints: Vec<_> = hints.split("\n---\n").collect();
        assert!(hints.len() >= 3, "{name} has too few hints");
        assert!(hints[0].contains('?'), "{name} begins with an answer");
        assert!(hints.iter().all(|it| it.len() > 20), "{name}: {hints:?}");
    }
}

#[test]
fn every_folder_is_an_exercise_of_the_course() {
    let course = Course::new("listed");
    let list = course.run(&["list"]).good();
    let all = exercises();
    for files in &all {
        assert!(list.contains(&format!(" {} ", files.name)), "{list}");
    }
    assert!(list.contains(&format!("0 of {} passed", all.len())), "{list}");
}

/// By itself, as `cargo fmt` does not see what is compiled elsewhere.
#[test]
fn every_file_is_formatted() {
    for files in exercises() {
        let mut all = files.wrong();
        for name in ["starter.rs", "check.rs", "solution.rs"] {
            all.push((name.to_owned(), files.read(name)));
        }
        for (name, text) in all {
            assert_eq!(formatted(&text), text, "{name} of {}", files.name);
        }
    }
}

fn formatted(text: &str) -> String {
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--config-path", env!("CARGO_MANIFEST_DIR")]);
    rustfmt.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = rustfmt.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}
