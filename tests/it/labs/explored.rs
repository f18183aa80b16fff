//! What the explorer makes of every lab, as its cards promise.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::every::{names, variants};
use super::{Ran, number_after, number_before, ran, run, told, workbench};

/// What comes of a variant.
#[derive(Clone, Copy, Debug)]
enum Comes {
    /// No failure in any of at most so many interleavings.
    Right(u64),
    /// The same; and in some of them this happens.
    Reaching(u64, &'static str),
    /// The same; and in none of them this happens.
    NeverReaching(u64, &'static str),
    /// A failure of this kind.
    Wrong(&'static str),
    /// It cannot be explored, for a reason with these words.
    Refused(&'static str),
}

use Comes::{NeverReaching, Reaching, Refused, Right, Wrong};

/// In teaching order. Where the number of interleavings can be counted by
/// hand it is said how; elsewhere it is a bound, so that a search that begins
/// to do work twice is noticed.
const ALL: &[(&str, &str, Comes)] = &[
    // Threads that share nothing: whatever the order, it is the same one.
    ("threads", "one-by-one", Right(1)),
    ("threads", "functions", Right(1)),
    ("threads", "types", Right(1)),
    // A second start, two ends and a look at all: the start comes before
    // the look and its own end.
    ("threads", "roster", Right(8)),
    ("daemon", "", Refused("programs")),
    ("gil", "", Refused("no time passes")),
    ("locks", "unprotected", Wrong("fails")),
    // Who is first.
    ("locks", "locked", Right(2)),
    ("locks", "atomic", Right(2)),
    ("deadlock", "broken", Wrong("deadlock")),
    ("deadlock", "ordered", Right(2)),
    ("deadlock", "backoff", Wrong("livelock")),
    ("rlock", "plain", Wrong("deadlock")),
    ("rlock", "reentrant", Right(1)),
    // Three threads, two rounds: 6! / 2!^3.
    ("rlock", "threads", Right(90)),
    ("philosophers", "broken", Wrong("deadlock")),
    // Who of two neighbours is first, at each of five forks; but not always
    // the left one, and not always the right one.
    ("philosophers", "ordered", Right(30)),
    ("philosophers", "waiter", Right(200)),
    ("philosophers", "starved", Refused("timetable")),
    ("generator", "", Refused("one order")),
    ("greenlet", "", Refused("one order")),
    ("gevent", "", Refused("network")),
    ("event", "wait", Right(4)),
    ("event", "polling", Right(9)),
    ("event", "pulse", Wrong("deadlock")),
    ("condition", "early", Wrong("lost wake-up")),
    ("condition", "if-once", Wrong("fails")),
    ("condition", "while-empty", Right(34)),
    ("semaphore", "seats", Reaching(510, "two sit")),
    ("semaphore", "leak", Wrong("deadlock")),
    ("semaphore", "twice", Wrong("fails")),
    ("semaphore", "bounded", Right(1)),
    ("barrier", "huts", Right(104)),
    ("barrier", "missing", Wrong("deadlock")),
    ("barrier", "impatient", Right(8)),
    ("readers-writers", "mutex", NeverReaching(12, "two read at once")),
    ("readers-writers", "rwlock", Reaching(28, "two read at once")),
    ("readers-writers", "upgrade", Wrong("deadlock")),
    ("process", "", Refused("child processes")),
    ("pipes", "", Refused("child processes")),
    ("queue", "bounded", Right(18)),
    ("queue", "tasks", Right(12)),
    ("queue", "forgotten", Wrong("deadlock")),
    ("queue", "shutdown", Right(42)),
    ("lifo", "", Refused("one order")),
    ("priority", "", Refused("one order")),
    ("producer-consumer", "polling", Wrong("fails")),
    ("producer-consumer", "blocking", Right(14)),
    ("producer-consumer", "unbounded", Wrong("fails")),
    ("producer-consumer", "back-pressure", Right(10)),
    ("atomics", "split", Wrong("fails")),
    // Who is first at the start, and who adds first.
    ("atomics", "fetch-add", Right(4)),
    ("atomics", "publish", Right(3)),
    ("atomics", "store-buffer", Refused("real memory")),
    ("atomics", "seq-cst", Refused("real memory")),
    ("rayon", "", Refused("locks of its own")),
    ("layers", "", Refused("network")),
    ("echo", "", Refused("network")),
    ("sticky", "", Refused("network")),
    ("command", "", Refused("sockets")),
    ("file", "", Refused("sockets")),
    ("socketserver", "", Refused("sockets")),
    ("udp", "", Refused("network")),
    ("io-models", "", Refused("sockets")),
    ("selectors", "", Refused("sockets")),
    ("layout", "", Refused("folders")),
];

/// Every variant that is explored, after its lab.
pub(crate) fn explored() -> impl Iterator<Item = (&'static str, &'static str)> {
    let explored =
        |(_, _, comes): &&(_, _, Comes)| !matches!(comes, Refused(_));
    ALL.iter().filter(explored).map(|(lab, variant, _)| (*lab, *variant))
}

fn explore(lab: &str, variant: &str, words: &[&str]) -> Ran {
    let first = ["explore", lab, "--variant", variant];
    run(&[&first[..], words].concat())
}

/// The tokens that the variants that go wrong are told with.
fn tokens() -> Vec<(&'static str, &'static str, String)> {
    let token = |(lab, variant)| {
        let told = explore(lab, variant, &[]).good();
        let (_, rest) = told.split_once("again: workbench replay ")?;
        // What is too long for its line stands in the next one.
        let token = rest.split_whitespace().next()?.to_owned();
        Some((lab, variant, token))
    };
    let tokens: Vec<_> = explored().filter_map(token).collect();
    assert!(tokens.len() >= 14, "{tokens:?}");
    tokens
}

#[test]
fn every_variant_is_in_the_list_above() {
    let listed: BTreeSet<_> = ALL.iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(listed.len(), ALL.len(), "one is listed twice");
    let labs = names();
    let listed_labs: BTreeSet<_> = ALL.iter().map(|it| it.0).collect();
    assert_eq!(listed_labs, labs.iter().map(String::as_str).collect());
    for lab in &labs {
        let whole = listed.contains(&(lab.as_str(), ""));
        for variant in variants(lab) {
            let alone = listed.contains(&(lab.as_str(), &variant));
            assert!(whole != alone, "{lab} {variant}");
        }
    }
}

#[test]
fn explorer_finds_of_every_variant_what_its_card_says() {
    for &(lab, variant, comes) in ALL {
        let few = match comes {
            Right(few) => few,
            Reaching(few, label) => {
                let told = explore(lab, variant, &[]).good();
                let line = format!("  reached in some of them: {label}\n");
                assert!(told.contains(&line), "{told}");
                few
            }
            _ => continue,
        };
        let told = explore(lab, variant, &[]).good();
        let line = told.lines().next().unwrap();
        let start = format!("{variant}: no failure in ");
        assert!(line.starts_with(&start), "{told}");
        assert!(line.ends_with(": proved"), "{told}");
        let count = match line.contains("the one interleaving there is") {
            true => 1.0,
            false => number_after(line, "any of "),
        };
        assert!(count <= few as f64, "more than {few}: {told}");
    }
}

#[test]
fn explorer_says_what_no_interleaving_reaches() {
    for &(lab, variant, comes) in ALL {
        let NeverReaching(few, label) = comes else { continue };
        let told = explore(lab, variant, &[]).good();
        let end = format!(" interleavings reaches '{label}'\n");
        let count = number_before(&told, &end);
        assert!(count <= few as f64, "more than {few}: {told}");
        let start = format!("{variant}: no failure, and none of all {count}");
        assert!(told.starts_with(&start), "{told}");
    }
}

#[test]
fn what_goes_wrong_is_told_by_its_kind() {
    for &(lab, variant, comes) in ALL {
        let Wrong(kind) = comes else { continue };
        let told = explore(lab, variant, &[]).good();
        let start = format!("{variant}: {kind} in ");
        assert!(told.starts_with(&start), "{told}");
    }
}

#[test]
fn what_cannot_be_explored_is_refused_with_the_reason() {
    for &(lab, variant, comes) in ALL {
        let Refused(why) = comes else { continue };
        let (line, what) = match variant {
            "" => (run(&["explore", lab]).refusal(), lab.to_owned()),
            _ => (
                explore(lab, variant, &[]).refusal(),
                format!("{lab} --variant {variant}"),
            ),
        };
        let start = format!("error: '{what}' cannot be explored: ");
        assert!(line.starts_with(&start), "{line}");
        assert!(line.contains(why) && line.contains("; these can: "), "{line}");
    }
}

#[test]
fn without_a_variant_the_first_that_goes_wrong_is_explored() {
    for lab in explored().map(|it| it.0).collect::<BTreeSet<_>>() {
        let all: Vec<_> = ALL.iter().filter(|it| it.0 == lab).collect();
        let wrong = all.iter().find(|it| matches!(it.2, Wrong(_)));
        let (_, variant, _) = wrong.unwrap_or(&all[0]);
        let told = run(&["explore", lab]).good();
        assert!(told.starts_with(&format!("{variant}: ")), "{told}");
    }
}

#[test]
fn no_line_of_any_exploration_is_wider_than_80_columns() {
    for (lab, variant) in explored() {
        let told = explore(lab, variant, &[]).good();
        let widest = told.lines().map(UnicodeWidthStr::width).max();
        assert!(widest <= Some(80), "{told}");
    }
}

#[test]
fn plain_explorations_are_nothing_but_ascii() {
    for (lab, variant) in explored() {
        let told = explore(lab, variant, &["--plain"]).good();
        let odd = told.chars().find(|it| !matches!(it, ' '..='~' | '\n'));
        assert_eq!(odd, None, "{told}");
        assert!(!told.contains('?'), "{told}");
    }
}

/// A token leads to the execution that was found, event by event.
#[test]
fn token_of_every_failure_makes_the_same_trace_in_a_new_process() {
    for (lab, variant, token) in tokens() {
        let found = explore(lab, variant, &["--view", "json"]).good();
        let again = run(&["replay", &token, "--view", "json"]).good();
        assert!(found == again, "{lab} {variant}: {token}");
    }
}

#[test]
fn every_failure_is_told_again_with_all_its_steps() {
    for (lab, variant, token) in tokens() {
        let told = run(&["replay", &token]).good();
        let start = format!("{lab} · {variant}: ");
        assert!(told.starts_with(&start), "{told}");
        assert!(told.contains("\n  1   "), "{told}");
        let left_out = |it: &str| it.contains("… ") && it.ends_with(" more");
        assert!(!told.lines().any(left_out), "{told}");
        let mut plain = workbench(&["replay", &token, "--plain"]);
        let plain = ran(&mut plain).good();
        assert!(plain.is_ascii(), "{plain}");
        let widest = told.lines().map(UnicodeWidthStr::width).max();
        assert!(widest <= Some(80), "{told}");
    }
}

/// What it asks has an answer; and where there is something to choose, a
/// student is asked to.
#[test]
fn every_explored_lab_asks_its_question() {
    for lab in names() {
        let story = &told(&lab).story;
        let asked = |command: &str| {
            let asked = story.lines().filter_map(|line| {
                let at = line.find(&format!("workbench {command} "))?;
                Some(line[at..].split(' ').skip(1).collect::<Vec<_>>())
            });
            asked.collect::<Vec<_>>()
        };
        let questions = asked("explore");
        let is_explored = explored().any(|it| it.0 == lab);
        assert_eq!(!questions.is_empty(), is_explored, "{story}");
        let mut can_be_played = false;
        for words in questions {
            assert_eq!(words[1], lab);
            let told = run(&words).good();
            can_be_played |= told.contains("yourself: workbench play ");
        }
        assert_eq!(!asked("play").is_empty(), can_be_played, "{story}");
    }
}
