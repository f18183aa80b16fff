//! `event`, `condition`, `semaphore`, `barrier` and `readers-writers`.

use std::collections::BTreeSet;

use workbench::trace::What;

use super::{chapter, in_order, most_holders, told};
use crate::trace::{lane, object};

#[test]
fn one_set_releases_two_workers() {
    let trace = told("event").trace("wait");
    let ready = object(trace, "redis ready");
    let set = What::Signal { object: ready };
    let sets = trace.events.iter().filter(|event| event.what == set);
    let sets: Vec<_> = sets.map(|event| Some(event.step)).collect();
    assert_eq!(sets.len(), 1);
    let woken = trace.events.iter().filter(|event| event.cause == sets[0]);
    let woken: BTreeSet<_> = woken.map(|event| event.lane).collect();
    assert_eq!(woken, [lane(trace, "t1"), lane(trace, "t2")].into());
    told("event").says("wait", &["one set released 2 workers"]);
}

#[test]
fn who_polls_says_so_until_redis_is_ready() {
    let chapter = told("event").chapter("polling");
    in_order(chapter, &["still waits for redis", "redis is ready"]);
    assert_eq!(chapter.matches("connects and works").count(), 2, "{chapter}");
}

#[test]
fn pulse_is_missed_by_who_comes_late() {
    let chapter = told("event").chapter("pulse");
    let words = [
        "comes late, and waits for redis",
        "nobody is left to wake them",
        "late waits for redis ready (demo.rs:",
    ];
    in_order(chapter, &words);
}

#[test]
fn early_call_is_lost() {
    let chapter = told("condition").chapter("early");
    let words = [
        "has baked a loaf and rung the bell",
        "comes in and waits for the bell",
        "nobody is left to wake them",
        "customer waits for bell (demo.rs:",
    ];
    in_order(chapter, &words);
}

/// At the speed of a class, so that both do wait before there is bread.
#[test]
fn if_serves_one_of_two() {
    let story = chapter("condition", "if-once", "1");
    assert_eq!(story.matches("has a loaf").count(), 1, "{story}");
    assert_eq!(story.matches("finds no loaf").count(), 1, "{story}");
    assert!(story.contains("and 1 is left over"), "{story}");
}

#[test]
fn while_serves_two_of_two() {
    let chapter = told("condition").chapter("while-empty");
    assert_eq!(chapter.matches("has a loaf").count(), 2, "{chapter}");
    assert!(chapter.contains("two customers served"), "{chapter}");
}

#[test]
fn two_seats_seat_two() {
    let semaphore = told("semaphore");
    semaphore.says("seats", &["at most 2 of 6 sat at the same time\n"]);
    assert_eq!(most_holders(semaphore.trace("seats"), "seats"), 2);
}

#[test]
fn permit_too_many_seats_a_third() {
    let words = ["at most 3 of 6 sat at the same time, on 2 seats"];
    told("semaphore").says("twice", &words);
}

#[test]
fn bounded_semaphore_refuses_the_permit_too_many() {
    let words = ["back: Ok(())", "again: released more permits than were"];
    told("semaphore").says("bounded", &words);
}

#[test]
fn leaked_permits_leave_the_others_waiting() {
    let chapter = told("semaphore").chapter("leak");
    assert_eq!(chapter.matches("does not like the food").count(), 2);
    in_order(chapter, &["nobody is left to wake them", "waits for seats ("]);
}

#[test]
fn nobody_leaves_a_hut_before_all_have_reached_it() {
    let barrier = told("barrier");
    let said = ["reaches hut 1"; 3].into_iter().chain(["reaches hut 2"; 3]);
    in_order(barrier.chapter("huts"), &said.collect::<Vec<_>>());
    barrier.says("huts", &["nobody left a hut before all had reached it"]);
}

#[test]
fn two_at_a_barrier_for_three_wait_for_ever() {
    let words = [
        "nobody is left to wake them",
        "ada waits for hut (demo.rs:",
        "bob waits for hut (demo.rs:",
    ];
    told("barrier").says("missing", &words);
}

#[test]
fn lost_patience_breaks_the_barrier_for_all() {
    let chapter = told("barrier").chapter("impatient");
    for name in ["ada", "bob"] {
        let told = |line: &str| {
            line.contains(&format!(" {name} "))
                && line.ends_with("the barrier is broken")
        };
        assert!(chapter.lines().any(told), "{name} in: {chapter}");
    }
}

#[test]
fn mutex_lets_one_read_and_rwlock_four() {
    let papers = told("readers-writers");
    papers.says("mutex", &["at most 1 read at once; issue 2"]);
    papers.says("rwlock", &["at most 4 read at once; issue 2"]);
    assert_eq!(most_holders(papers.trace("mutex"), "newspaper"), 1);
    assert_eq!(most_holders(papers.trace("rwlock"), "newspaper"), 4);
}

#[test]
fn reader_who_wants_to_write_waits_for_ever() {
    let words =
        ["main holds newspaper (demo.rs:", "waits for newspaper (demo.rs:"];
    told("readers-writers").says("upgrade", &words);
}
