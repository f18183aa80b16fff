//! `workbench explore`: what is found, how it is told, and what is refused.

use std::fmt::Write;
use std::path::Path;

use unicode_width::UnicodeWidthStr;
use workbench::trace::Trace;

use super::{Ran, ran, run, snapshot, workbench};

const STRATEGIES: [&str; 5] = ["dpor", "dfs", "best-first", "random", "pct"];

/// Each of `all`, and what is said to it.
fn refusals(all: &[&[&str]]) -> String {
    let mut refusals = String::new();
    for words in all {
        let typed = words.join(" ");
        let _ = writeln!(refusals, "$ workbench {typed}");
        let _ = writeln!(refusals, "{}", run(words).refusal());
    }
    refusals
}

fn narrow(columns: &str, words: &[&str]) -> Ran {
    ran(workbench(words).env("COLUMNS", columns))
}

/// How many interleavings were looked at, in a sentence.
#[track_caller]
fn interleavings(told: &str) -> u64 {
    let (before, _) = told.split_once(" interleaving").unwrap();
    before.rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn deadlock_is_told_with_its_circle() {
    let ran = run(&["explore", "deadlock"]);
    assert!(interleavings(&ran.stdout) <= 6, "{ran}");
    snapshot!(ran);
}

#[test]
fn order_of_locks_is_proved() {
    snapshot!(run(&["explore", "deadlock", "--variant", "ordered"]));
}

#[test]
fn lost_update_is_told_in_eight_lines() {
    let ran = run(&["explore", "locks"]);
    assert!(ran.stdout.lines().count() <= 8, "{ran}");
    snapshot!(ran);
}

#[test]
fn main_thread_stands_apart_so_that_two_columns_have_room() {
    snapshot!(run(&["explore", "condition", "--variant", "if-once"]));
}

#[test]
fn five_threads_are_told_as_a_list() {
    snapshot!(run(&["explore", "philosophers"]));
}

#[test]
fn who_waits_for_a_notification_is_told_so() {
    snapshot!(run(&["explore", "condition"]));
}

#[test]
fn steps_that_are_repeated_for_ever_are_told_once() {
    snapshot!(run(&["explore", "deadlock", "--variant", "backoff"]));
}

#[test]
fn steps_in_the_middle_of_a_long_failure_are_left_out() {
    snapshot!(run(&["explore", "semaphore", "--variant", "twice"]));
}

#[test]
fn what_can_happen_and_what_cannot_is_told() {
    let mut told = String::new();
    for variant in ["mutex", "rwlock"] {
        let words = ["explore", "readers-writers", "--variant", variant];
        told += &run(&words).to_string();
    }
    snapshot!(told);
}

#[test]
fn level_can_be_explored_too() {
    let told = run(&["explore", "account"]).good();
    assert!(told.contains("again: workbench replay account@"), "{told}");
}

#[test]
fn more_threads_have_more_interleavings() {
    let words = ["explore", "locks", "--variant", "atomic", "--threads"];
    let told = |threads| run(&[&words[..], &[threads]].concat()).good();
    // Who is first, second, third.
    assert_eq!(interleavings(&told("2")), 2);
    assert_eq!(interleavings(&told("3")), 6);
    assert_eq!(interleavings(&told("4")), 24);
}

#[test]
fn every_strategy_finds_the_deadlock() {
    for strategy in STRATEGIES {
        let words = ["explore", "deadlock", "--strategy", strategy];
        let told = run(&words).good();
        assert!(told.starts_with("broken: deadlock in "), "{told}");
        assert!(told.contains("nobody in this circle can go on"), "{told}");
    }
}

#[test]
fn only_what_tries_everything_proves_anything() {
    for strategy in STRATEGIES {
        let words = ["explore", "deadlock", "--variant", "ordered"];
        let more = ["--strategy", strategy, "--max-executions", "200"];
        let told = run(&[&words[..], &more].concat()).good();
        let proves = ["dpor", "dfs", "best-first"].contains(&strategy);
        assert_eq!(told.contains(": proved\n"), proves, "{told}");
        assert_eq!(told.contains("; there are more\n"), !proves, "{told}");
    }
}

/// Nothing was found, and nothing said that there is nothing.
#[test]
fn limit_that_hides_the_failure_is_no_surprise() {
    let words = ["explore", "locks", "--strategy", "dfs"];
    let told = run(&[&words[..], &["--max-executions", "1"]].concat()).good();
    let first = "unprotected: no failure in 1 interleaving; there are more\n";
    assert!(told.starts_with(first), "{told}");
    assert!(told.contains("it goes wrong in one of those"), "{told}");
}

#[test]
fn bound_of_preemptions_is_part_of_the_verdict() {
    let words = ["explore", "locks", "--variant", "locked"];
    let told = run(&[&words[..], &["--preemptions", "0"]].concat()).good();
    assert!(!told.contains("proved"), "{told}");
    assert!(told.contains("at most 0 preemptions in an execution"), "{told}");
}

#[test]
fn bad_names_and_numbers_are_refused() {
    snapshot!(refusals(&[
        &["explore"],
        &["explore", "lokcs"],
        &["explore", "xyzzy"],
        &["explore", ""],
        &["explore", "locks", "deadlock"],
        &["explore", "locks", "--variant", "lokced"],
        &["explore", "locks", "--variant", "xyzzy"],
        &["explore", "account", "--variant", "locked"],
        &["explore", "locks", "--strategy", "dfsx"],
        &["explore", "locks", "--strategy", ""],
        &["explore", "locks", "--max-executions", "0"],
        &["explore", "locks", "--max-executions", "-1"],
        &["explore", "locks", "--max-executions", "many"],
        &["explore", "locks", "--preemptions", "-1"],
        &["explore", "locks", "--preemptions", "1.5"],
        &["explore", "locks", "--strategy", "dpor", "--preemptions", "2"],
        &["explore", "locks", "--threads", "0"],
        &["explore", "locks", "--threads", "1"],
        &["explore", "locks", "--threads", "17"],
        &["explore", "deadlock", "--threads", "3"],
        &["explore", "account", "--threads", "3"],
        &["explore", "locks", "--seed", "x"],
        &["explore", "locks", "--view", "html"],
        &["explore", "gil"],
        &["explore", "atomics", "--variant", "seq-cst"],
    ]));
}

#[test]
fn file_that_cannot_be_saved_is_refused_before_anything_is_explored() {
    let folder = tempfile::tempdir().unwrap();
    let absent = folder.path().join("absent").join("x.json");
    let no_ending = folder.path().join("x");
    for path in [folder.path(), &absent, &no_ending] {
        let path = path.to_str().unwrap();
        let line = run(&["explore", "locks", "--save", path]).refusal();
        let start = format!("error: cannot save as '{path}': ");
        assert!(line.starts_with(&start), "{line}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

fn explore_into(path: &Path, variant: &str) -> String {
    let path = path.to_str().unwrap();
    let words = ["explore", "locks", "--variant", variant, "--save", path];
    run(&words).good()
}

#[test]
fn saved_failure_is_what_the_json_view_prints_and_can_be_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lost.json");
    explore_into(&path, "unprotected");
    let saved = std::fs::read_to_string(&path).unwrap();
    let json = run(&["explore", "locks", "--view", "json"]).good();
    assert_eq!(saved, json);
    let [trace] = &Trace::all_from_json(&saved).unwrap()[..] else {
        panic!("one trace: {saved}");
    };
    assert_eq!(trace.run.lab, "locks");
    assert_eq!(trace.run.variant, "unprotected");
    let shown = run(&["show", path.to_str().unwrap()]).good();
    assert!(shown.contains("1. unprotected: read, pause, write"), "{shown}");
    assert!(shown.contains("taker-1  █ read 100"), "{shown}");
    assert!(shown.contains("main panics: left ▸ 100 → 99"), "{shown}");
}

#[test]
fn nothing_is_saved_where_nothing_fails() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("right.json");
    let told = explore_into(&path, "locked");
    assert!(told.contains("nothing failed, nothing is saved"), "{told}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn timeline_draws_the_failing_execution() {
    let told = run(&["explore", "deadlock", "--view", "timeline"]).good();
    for words in ["Thread-1  █", "waits for lock2 ░", "holds lock1"] {
        assert!(told.contains(words), "{words} is not in\n{told}");
    }
    // Its times say nothing.
    assert!(told.contains("deadlock: nobody in this circle"), "{told}");
}

#[test]
fn json_of_what_does_not_fail_is_empty() {
    let words = ["explore", "locks", "--variant", "locked", "--view", "json"];
    assert_eq!(run(&words).good(), "");
}

#[test]
fn plain_arrows_are_ascii_and_columns_stay_straight() {
    let told = run(&["explore", "locks", "--plain"]).good();
    assert!(told.is_ascii(), "{told}");
    for arrow in ["left.load -> 100  demo.rs:", "left.store <- 99  demo.rs:"] {
        assert_eq!(told.matches(arrow).count(), 2, "{told}");
    }
    let steps = told.lines().filter(|line| line.contains("demo.rs:"));
    let places = steps.map(|line| line.find("demo.rs:").unwrap());
    let mut columns: Vec<_> = places.collect();
    columns.sort_unstable();
    columns.dedup();
    assert_eq!(columns.len(), 2, "one for each thread: {told}");
}

#[test]
fn colour_is_for_terminals_and_no_color_wins() {
    let words = ["explore", "deadlock"];
    let told = run(&words).good();
    assert!(!told.contains('\x1b'), "{told}");
    let forced = ran(workbench(&words).env("CLICOLOR_FORCE", "1")).good();
    assert!(forced.contains('\x1b'), "{forced}");
    let mut both = workbench(&words);
    both.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1");
    assert_eq!(ran(&mut both).good(), told);
}

#[test]
fn no_line_is_wider_than_asked_for() {
    for columns in ["40", "60", "120"] {
        for lab in ["locks", "deadlock", "philosophers", "producer-consumer"] {
            let told = narrow(columns, &["explore", lab]).good();
            let widest = told.lines().map(UnicodeWidthStr::width).max();
            assert!(widest <= columns.parse().ok(), "{told}");
            let is_cut = told.contains("…\n");
            assert!(!is_cut || columns == "40", "{told}");
        }
    }
}

#[test]
fn three_columns_have_room_for_places_in_a_wide_terminal() {
    let words = ["explore", "semaphore", "--variant", "twice"];
    let told = narrow("120", &words).good();
    let step = "inside.fetch_add ← 3  demo.rs:";
    assert!(told.contains(step), "{told}");
    assert!(!narrow("80", &words).good().contains(step));
}

/// Twice the same words, in two processes.
#[test]
fn exploring_again_finds_the_same() {
    for lab in ["locks", "deadlock", "condition", "atomics"] {
        let words = ["explore", lab];
        assert_eq!(run(&words).good(), run(&words).good());
    }
}

#[test]
fn readme_shows_what_is_printed() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let blocks: Vec<_> = readme.split("$ workbench explore ").skip(1).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let (words, rest) = block.split_once('\n').unwrap();
        let shown = rest.split("```").next().unwrap();
        let words: Vec<_> =
            ["explore"].into_iter().chain(words.split(' ')).collect();
        assert_eq!(run(&words).good(), shown);
    }
}
