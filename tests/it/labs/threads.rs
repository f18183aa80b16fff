//! `threads`, `daemon` and `gil`.

use super::{chapter, in_order, most_holders, number_before, told};
use crate::trace::object;

#[test]
fn two_at_once_take_as_long_as_the_longer() {
    let threads = told("threads");
    let alone = threads.chapter("one-by-one");
    in_order(alone, &["has heard the music", "writes an article"]);
    let together = threads.chapter("functions");
    in_order(together, &["writes an article", "has heard the music"]);
    let alone = number_before(alone, " s: 3 and 5 add up");
    let together = number_before(together, " s: as long as the longer");
    // 5 of 8, and something for a busy machine.
    let share = together / alone;
    assert!((0.4..0.85).contains(&share), "{together} of {alone}");
}

#[test]
fn thread_of_a_type_knows_its_own_number() {
    let words = ["my number is 56", "my number is 78", "goes on meanwhile"];
    told("threads").says("types", &words);
}

#[test]
fn roster_names_the_living_and_only_them() {
    let words = [
        "3 are alive: main, music, article",
        "after its join, music is alive: false",
        "in the end only main is left",
    ];
    told("threads").says("roster", &words);
}

#[test]
fn program_waits_for_threads_and_for_joined_daemons() {
    for variant in ["waits", "joined"] {
        let chapter = told("daemon").chapter(variant);
        let words =
            ["main is done", "has heard the music", "has written the article"];
        in_order(chapter, &words);
        assert!(!chapter.contains("cut short"), "{chapter}");
    }
}

#[test]
fn daemon_is_cut_short() {
    let daemon = told("daemon");
    let words = [
        "writes an article",
        "has heard the music",
        "and the article with it",
        "article was cut short: the program ended",
    ];
    daemon.says("daemon", &words);
    let chapter = daemon.chapter("daemon");
    assert!(!chapter.contains("has written the article"), "{chapter}");
}

#[test]
fn with_one_lock_one_thread_computes_at_a_time() {
    let trace = told("gil").trace("cpu-one-lock");
    assert_eq!(most_holders(trace, "the lock"), 1);
    // And hardly ever nobody: all that is computed is computed under it.
    let lock = object(trace, "the lock");
    let holds = trace.holds().into_iter().filter(|it| it.object == lock);
    let holds: Vec<_> = holds.map(|hold| hold.times).collect();
    let first = holds.iter().map(|times| times.0).min().unwrap();
    let last = holds.iter().map(|times| times.1).max().unwrap();
    let held: u64 = holds.iter().map(|(from, to)| to - from).sum();
    assert!(held * 2 > last - first, "{held} ns of {}", last - first);
}

/// Two cores could do it in half the time. What else the machine does may
/// hide that they do not, but not five times.
#[test]
fn with_one_lock_computing_is_not_faster() {
    let ratio = || {
        let story = chapter("gil", "cpu-one-lock", "0.05");
        number_before(&story, " times as fast: only one computes")
    };
    let ratios = std::iter::repeat_with(ratio).take(5);
    assert!(ratios.into_iter().any(|ratio| ratio < 1.3));
}

/// Ten waits of the same length: as fast as ten times.
#[test]
fn waiting_in_threads_is_faster_with_and_without_the_lock() {
    for (variant, words) in [
        ("io", " times as fast\n"),
        ("io-one-lock", " times as fast, lock or no lock"),
    ] {
        let story = chapter("gil", variant, "0.5");
        let ratio = number_before(&story, words);
        assert!((3.0..11.0).contains(&ratio), "{story}");
    }
}

#[test]
fn computing_is_timed_in_all_four_ways() {
    let chapter = told("gil").chapter("cpu");
    for how in ["one after the other", "2 threads", "rayon", "2 processes"] {
        assert!(chapter.contains(&format!("{how}: ")), "{chapter}");
    }
    assert!(number_before(chapter, " times as fast, processes") > 0.0);
}
