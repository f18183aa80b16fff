//! `queue`, `lifo`, `priority` and `producer-consumer`.

use super::{fullest, in_order, number_before, run, told};
use crate::command::snapshot;

#[test]
fn queue_for_three_never_holds_four() {
    let queue = told("queue");
    let words = ["no room for five; waits", "all five came out in the order"];
    in_order(queue.chapter("bounded"), &words);
    assert_eq!(fullest(queue.trace("bounded"), "queue"), 3);
}

#[test]
fn join_returns_when_the_last_item_is_done() {
    let words = [
        "waits; ",
        "has done the dishes",
        "has done the laundry",
        "join returned when the work was done",
        "once more: task_done was called more often than put",
    ];
    in_order(told("queue").chapter("tasks"), &words);
}

#[test]
fn item_that_is_never_done_keeps_join_waiting() {
    let words = [
        "does not do the dishes",
        "nobody is left to wake them",
        "main waits for queue (demo.rs:",
        "worker waits for queue (demo.rs:",
    ];
    in_order(told("queue").chapter("forgotten"), &words);
}

#[test]
fn queue_that_is_shut_down_hands_out_what_it_has() {
    let words = [
        "got 1",
        "got 2",
        "got 3",
        "the queue is shut down: goes home",
        "three were taken, the fourth was refused",
    ];
    in_order(told("queue").chapter("shutdown"), &words);
}

#[test]
fn last_plate_is_taken_first() {
    snapshot!(run(&["lab", "lifo", "--view", "text"]));
}

#[test]
fn urgent_patients_are_served_first_and_equals_in_turn() {
    snapshot!(run(&["lab", "priority", "--view", "text"]));
}

#[test]
fn who_only_looks_leaves_some_unused() {
    let chapter = told("producer-consumer").chapter("polling");
    assert!(number_before(chapter, " of 6 were never used") > 0.0);
    assert!(chapter.contains("the queue is empty"), "{chapter}");
}

#[test]
fn who_waits_uses_all_in_their_order() {
    for variant in ["blocking", "back-pressure"] {
        let chapter = told("producer-consumer").chapter(variant);
        for doing in ["made", "used"] {
            let each: Vec<_> =
                (1..=6).map(|n| format!("{doing} {n}")).collect();
            let each: Vec<_> = each.iter().map(String::as_str).collect();
            in_order(chapter, &each);
        }
        assert!(chapter.contains("all 6 were made and used"), "{chapter}");
    }
}

#[test]
fn without_a_bound_a_heap_grows_and_with_one_it_does_not() {
    let story = told("producer-consumer");
    assert!(fullest(story.trace("unbounded"), "shelf") > 2);
    assert_eq!(fullest(story.trace("back-pressure"), "shelf"), 2);
    let chapter = story.chapter("unbounded");
    assert!(number_before(chapter, " of 6 lay on the shelf") > 2.0);
}
