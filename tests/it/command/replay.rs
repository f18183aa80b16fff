//! `workbench replay`: one schedule again, and tokens that are none.

use super::{ran, run, snapshot, workbench};

/// What tokens of this version are checked with.
const EDITION: &str = concat!("workbench ", env!("CARGO_PKG_VERSION"), " 1");

/// The token that `workbench explore` prints for `lab`.
#[track_caller]
fn token(lab: &str) -> String {
    let told = run(&["explore", lab]).good();
    let (_, rest) = told.split_once("again: workbench replay ").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

/// A token that was never printed, and has not been edited either.
fn forged(body: &str) -> String {
    forged_by(EDITION, body)
}

fn forged_by(edition: &str, body: &str) -> String {
    let mut hash: u32 = 0x811C_9DC5;
    for byte in edition.bytes().chain(body.bytes()) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    format!("{body}~{:04x}", (hash >> 16) as u16 ^ hash as u16)
}

#[track_caller]
fn refused(token: &str, why: &str) {
    let line = run(&["replay", token]).refusal();
    assert!(line.contains(why), "'{why}' is not in\n{line}");
}

#[test]
fn deadlock_is_told_step_by_step_and_drawn() {
    snapshot!(run(&["replay", &token("deadlock")]));
}

#[test]
fn text_has_no_picture() {
    snapshot!(run(&["replay", &token("deadlock"), "--view", "text"]));
}

/// Its last step, which the explorer leaves out, is the one that reads.
#[test]
fn lost_update_is_told_to_its_end() {
    snapshot!(run(&["replay", &token("locks"), "--view", "text"]));
}

#[test]
fn schedule_that_ends_well_is_told_so() {
    let told = run(&["replay", &forged("locks@")]).good();
    assert!(told.contains("\n  it came to its end\n"), "{told}");
}

#[test]
fn token_makes_the_same_trace_a_hundred_times() {
    for lab in ["locks", "deadlock"] {
        let token = token(lab);
        let words = ["replay", &token, "--view", "json"];
        let first = run(&words).good();
        for _ in 1..100 {
            assert!(run(&words).good() == first, "{token}");
        }
    }
}

#[test]
fn saved_replay_is_what_the_json_view_prints() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("again.json");
    let path = path.to_str().unwrap();
    let token = token("deadlock");
    run(&["replay", &token, "--save", path]).good();
    let json = run(&["replay", &token, "--view", "json"]).good();
    assert_eq!(std::fs::read_to_string(path).unwrap(), json);
    let shown = run(&["show", path]).good();
    assert!(shown.contains("1. broken: each holds one and waits"), "{shown}");
}

#[test]
fn token_that_was_cut_anywhere_is_refused() {
    let token = token("deadlock");
    for end in 0..token.len() {
        refused(&token[..end], "is no token: ");
    }
}

#[test]
fn token_with_another_letter_anywhere_is_refused() {
    let token = token("deadlock");
    for (at, letter) in token.char_indices() {
        let other = if letter == '1' { "2" } else { "1" };
        let edited = format!("{}{other}{}", &token[..at], &token[at + 1..]);
        refused(&edited, "is no token: ");
    }
}

#[test]
fn token_of_another_version_is_refused() {
    let old = forged_by("workbench 0.0.1 1", "deadlock@2,1");
    refused(&old, "made by another version");
    run(&["replay", &forged("deadlock@2,1")]).good();
}

#[test]
fn token_of_another_program_is_refused() {
    // No thread has that number, has so many steps, or such an outcome.
    for schedule in ["7", "1x50", "1.1"] {
        let line = "this token is of another program than 'workbench explore \
                    deadlock' explores; that makes a new one";
        refused(&forged(&format!("deadlock@{schedule}")), line);
    }
    refused(&forged("xyzzy@1"), "no lab and no level named 'xyzzy'");
    refused(&forged("locks.xyzzy@1"), "has no variant 'xyzzy'");
    refused(&forged("gil@1"), "'gil' cannot be explored");
    refused(&forged("deadlock/3@1"), "always starts the same threads");
    refused(&forged("locks/x@1"), "'x' in 'locks/x' is not a number");
}

#[test]
fn schedule_that_is_none_is_refused() {
    for (schedule, why) in [
        ("x", "'x' is no choice"),
        ("1,", "'' is no choice"),
        ("1x0", "'1x0' is no choice"),
        ("300", "'300' is no choice"),
        ("1.99", "'1.99' is no choice"),
        ("-1", "'-1' is no choice"),
        ("1x60001", "more than 60000 steps"),
        ("1x99999999999999999999", "is no choice"),
    ] {
        refused(&forged(&format!("deadlock@{schedule}")), why);
    }
}

#[test]
fn other_words_are_refused() {
    snapshot!(
        [
            &[][..],
            &["deadlock"],
            &[""],
            &["@"],
            &["@~0000"],
            &["deadlock@2,1~ca9"],
            &["deadlock@2,1~zzzz"],
            &["deadlock@2,1~0000"],
            &["线程@1~0000"],
            &["a\nb"],
            &["one", "two"],
        ]
        .map(|words| {
            let words = [&["replay"], words].concat();
            let typed = words.join(" ").escape_debug().to_string();
            format!("$ workbench {typed}\n{}\n", run(&words).refusal())
        })
        .concat()
    );
}

#[test]
fn plain_is_ascii_and_no_color_wins() {
    let token = token("locks");
    let told = run(&["replay", &token, "--plain"]).good();
    assert!(told.is_ascii() && told.contains("left.store <- 99"), "{told}");
    let words = ["replay", &token];
    let mut both = workbench(&words);
    both.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1");
    assert_eq!(ran(&mut both).good(), run(&words).good());
}
