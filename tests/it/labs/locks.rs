//! `locks`, `deadlock`, `rlock` and `philosophers`.

use super::{
    chapter, in_order, most_holders, number_after, number_before, run, told,
};
use crate::command::snapshot;

#[test]
fn unprotected_threads_lose_updates_every_time() {
    for _ in 0..5 {
        let story = chapter("locks", "unprotected", "0.5");
        let left = number_after(&story, "left ▸ 100 → ");
        assert!(left > 0.0, "{story}");
        let line = format!("→ {left}   {left} of 100 updates are lost\n");
        assert!(story.contains(&line), "{story}");
    }
}

#[test]
fn locked_and_atomic_threads_lose_nothing_every_time() {
    for variant in ["locked", "atomic"] {
        for _ in 0..5 {
            let story = chapter("locks", variant, "0.01");
            let line = "left ▸ 100 → 0   as it should be";
            assert!(story.contains(line), "{story}");
        }
    }
}

#[test]
fn lock_lets_one_taker_in_at_a_time() {
    assert_eq!(most_holders(told("locks").trace("locked"), "left"), 1);
}

#[test]
fn deadlock_names_both_threads_both_locks_and_four_lines() {
    let words = ["lab", "deadlock", "--variant", "broken", "--view", "text"];
    snapshot!(run(&words));
}

#[test]
fn deadlock_lines_are_four_different_ones() {
    let chapter = told("deadlock").chapter("broken");
    let places = chapter.split("demo.rs:").skip(1);
    let mut lines: Vec<u32> = places
        .map(|rest| rest.split(')').next().unwrap().parse().unwrap())
        .collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), 4, "{chapter}");
}

#[test]
fn opposite_order_deadlocks_twenty_times_of_twenty() {
    for _ in 0..20 {
        let story = chapter("deadlock", "broken", "0.5");
        assert!(story.contains("nobody in this circle can go on"), "{story}");
    }
}

#[test]
fn repaired_deadlocks_finish_every_time() {
    for variant in ["ordered", "backoff"] {
        for _ in 0..5 {
            let story = chapter("deadlock", variant, "0.1");
            assert!(story.contains("finished, 10 rounds each"), "{story}");
        }
    }
}

#[test]
fn plain_lock_waits_for_its_own_holder() {
    let chapter = told("rlock").chapter("plain");
    in_order(chapter, &["nobody in this circle", "main holds lock", "lock"]);
    assert_eq!(chapter.matches(" waits for lock (").count(), 1, "{chapter}");
}

#[test]
fn reentrant_lock_counts_up_and_down() {
    let chapter = told("rlock").chapter("reentrant");
    let words = [
        "fun1 has the lock 1 time",
        "fun2 has the lock 2 times",
        "back in fun1: 1 time",
        "it was released as often as it was taken",
    ];
    in_order(chapter, &words);
}

#[test]
fn one_reentrant_lock_has_no_order_to_get_wrong() {
    let rlock = told("rlock");
    rlock.says("threads", &["10 threads finished"]);
    assert_eq!(most_holders(rlock.trace("threads"), "lock"), 1);
}

#[test]
fn five_philosophers_wait_in_a_circle() {
    let chapter = told("philosophers").chapter("broken");
    let (_, circle) = chapter.split_once("nobody in this circle").unwrap();
    for (name, left) in
        ["Plato", "Hypatia", "Kant", "Arendt", "Zhuangzi"].iter().zip(0..)
    {
        let right = (left + 1) % 5;
        let start = format!("{name} holds fork-{left} (demo.rs:");
        let end = format!(") and waits for fork-{right} (demo.rs:");
        let line = circle.lines().find(|line| line.contains(&start));
        assert!(line.is_some_and(|line| line.contains(&end)), "{circle}");
    }
}

#[test]
fn order_and_waiter_let_everybody_eat() {
    let philosophers = told("philosophers");
    for variant in ["ordered", "waiter"] {
        philosophers.says(variant, &["everybody has eaten 3 times"]);
    }
}

#[test]
fn philosopher_between_two_who_take_turns_never_eats() {
    for speed in ["0.01", "0.1", "0.5"] {
        let story = chapter("philosophers", "starved", speed);
        assert_eq!(number_before(&story, " times each; Hypatia"), 3.0);
        assert!(number_before(&story, " times and ate") > 0.0, "{story}");
        assert!(story.contains(" and ate 0 times"), "{story}");
    }
}
