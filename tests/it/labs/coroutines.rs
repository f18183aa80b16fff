//! `generator`, `greenlet` and `gevent`.

use super::{in_order, number_before, run, told};
use crate::command::snapshot;

#[test]
fn each_of_five_productions_is_answered_200_ok() {
    let chapter = told("generator").chapter("answers");
    let words = (1..=5).flat_map(|n| {
        let answer = "the consumer answers 200 OK".to_owned();
        [format!("producing {n}"), format!("consuming {n}"), answer]
    });
    let words: Vec<_> = words.collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    in_order(chapter, &words);
}

#[test]
fn generator_tells_the_same_every_time() {
    let words = ["lab", "generator", "--speed", "0.01", "--view", "text"];
    snapshot!(run(&words));
}

#[test]
fn greenlets_print_12_56_34_78() {
    snapshot!(run(&["lab", "greenlet", "--view", "text"]));
}

/// Drawn by steps, which are the same every time: one thread, no sleep.
#[test]
fn switches_of_greenlets_are_drawn_in_turn() {
    let words = ["--variant", "switch", "--view", "timeline"];
    snapshot!(run(&[&["lab", "greenlet"], &words[..]].concat()));
}

#[test]
fn green_tasks_take_the_longest_time_and_not_the_sum() {
    let gevent = told("gevent");
    let green = gevent.chapter("green");
    in_order(green, &["GET", "GET", "GET", "bytes", "bytes", "bytes"]);
    let longest = number_before(green, " s: as long as the longest");
    let alone = gevent.chapter("one-by-one");
    let sum = number_before(alone, " s: the sum");
    // 1.5 of 3.1, and something for a busy machine.
    assert!(longest < 0.8 * sum, "{longest} of {sum}");
}

#[test]
fn blocking_socket_makes_green_tasks_take_the_sum() {
    let gevent = told("gevent");
    let turns = ["GET", "bytes", "GET", "bytes", "GET", "bytes"];
    for variant in ["one-by-one", "blocking"] {
        in_order(gevent.chapter(variant), &turns);
    }
    let blocking = gevent.chapter("blocking");
    let sum = number_before(blocking, " s: the sum again");
    let longest = number_before(gevent.chapter("green"), " s: as long as");
    assert!(longest < 0.8 * sum, "{longest} of {sum}");
}
