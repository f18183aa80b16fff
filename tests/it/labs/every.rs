//! What holds for every lab that the list names.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;
use workbench::trace::{State, Trace, What};

use super::{Ran, must_end, ran, run, told, workbench};
use crate::trace::check_whole;

pub(super) fn names() -> Vec<String> {
    let list = run(&["lab"]).good();
    // Between the heading and the command to type.
    let lines: Vec<_> = list.lines().collect();
    let labs = &lines[1..lines.len() - 1];
    // What a long title leaves for the next line is indented.
    let first = |line: &&&str| !line.starts_with(' ');
    let name = |line: &&str| line.split(' ').next().unwrap().to_owned();
    let names: Vec<_> = labs.iter().filter(first).map(name).collect();
    assert!(names.len() >= 24, "{names:?}");
    names
}

/// What a lab's card has, as the command says it to a wrong name.
pub(super) fn variants(lab: &str) -> Vec<String> {
    let line = run(&["lab", lab, "--variant", "§"]).refusal();
    let (_, names) = line.split_once("; it has ").unwrap();
    names.split(", ").map(str::to_owned).collect()
}

/// Every variant of a lab, as fast as it goes, however the lab ends.
fn hurried(lab: &str, words: &[&str]) -> Ran {
    let mut command = workbench(&["lab", lab, "--speed", "0.05"]);
    command.args(words);
    must_end(move || ran(&mut command))
}

#[track_caller]
fn assert_narrow(story: &str) {
    let widest = story.lines().max_by_key(|line| line.width()).unwrap();
    assert!(widest.width() <= 80, "{widest}\nin\n{story}");
}

/// With the exit code 0: what a card says of its variants came true.
#[test]
fn every_lab_tells_all_its_variants_to_their_ends() {
    for name in names() {
        let told = told(&name);
        let start = format!("{name} · ");
        assert!(told.story.starts_with(&start), "{told}");
        let ran = told.traces.iter().map(|it| it.run.variant.clone());
        assert_eq!(ran.collect::<Vec<_>>(), variants(&name));
        for (trace, number) in told.traces.iter().zip(1..) {
            let (variant, title) = (&trace.run.variant, &trace.run.title);
            let heading = format!("\n\n{number}. {variant}: {title}\n");
            assert!(told.story.contains(&heading), "{heading}{told}");
        }
    }
}

#[test]
fn no_line_of_any_lab_is_wider_than_80_columns() {
    for name in names() {
        assert_narrow(&told(&name).story);
    }
}

#[test]
fn no_lab_leaves_a_file_or_a_process_behind() {
    for name in names() {
        assert_eq!(told(&name).left, [""; 0], "{name}");
    }
}

#[test]
fn every_trace_of_every_lab_is_whole() {
    for name in names() {
        for trace in &told(&name).traces {
            check_whole(trace);
            check_ends(trace);
        }
    }
}

/// Nobody does anything after its end.
fn check_ends(trace: &Trace) {
    let mut ended = BTreeSet::new();
    for event in &trace.events {
        if matches!(event.what, What::State { .. }) {
            assert!(!ended.contains(&event.lane), "{event:?}");
        }
        if matches!(event.what, What::State { state: State::Done, .. }) {
            ended.insert(event.lane);
        }
    }
}

#[test]
fn plain_stories_are_nothing_but_ascii() {
    for name in names() {
        let story = hurried(&name, &["--plain"]).stdout;
        let odd = story.chars().find(|it| !matches!(it, ' '..='~' | '\n'));
        assert_eq!(odd, None, "{story}");
        assert_narrow(&story);
    }
}

#[test]
fn json_of_every_lab_is_json_lines_and_nothing_else() {
    for name in names() {
        let json = hurried(&name, &["--view", "json"]).stdout;
        for line in json.lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(value.as_object().map(|it| it.len()), Some(1), "{line}");
        }
        let traces = Trace::all_from_json(&json).unwrap();
        assert_eq!(traces.len(), variants(&name).len(), "{name}");
        assert!(traces.iter().all(|trace| trace.run.lab == name));
    }
}

#[test]
fn every_lab_with_a_python_program_runs_beside_it() {
    for name in names() {
        let words = ["lab", &name, "--speed", "0.05", "--vs", "python"];
        let ran = run(&words);
        if ran.stderr.contains("has no Python program")
            || ran.stderr.contains("there is none on the PATH")
        {
            continue;
        }
        let story = ran.good();
        let python = story.split(" does the same:\n").nth(1);
        let lines = python.map_or(0, |python| python.lines().count());
        assert!(lines > 1, "Python said nothing:\n{story}");
    }
}
