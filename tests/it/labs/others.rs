//! `atomics`, `rayon` and `layout`.

use super::{chapter, in_order, number_after, number_before, run, told};
use crate::command::snapshot;

/// Now and then one thread is through before the other begins.
#[test]
fn load_and_store_lose_additions() {
    let loses = |_| {
        let story = chapter("atomics", "split", "1");
        let made = number_after(&story, "additions make ");
        made < 1000.0 && story.contains("are lost")
    };
    assert!((0..50).any(loses));
}

#[test]
fn fetch_add_loses_nothing_every_time() {
    for _ in 0..10 {
        let story = chapter("atomics", "fetch-add", "1");
        assert!(story.contains("2 x 500 additions make 1000\n"), "{story}");
    }
}

#[test]
fn who_sees_the_flag_reads_the_letter() {
    told("atomics").says("publish", &["who sees the flag reads 42"]);
}

#[test]
fn one_order_for_all_is_never_broken() {
    let atomics = told("atomics");
    atomics.says("seq-cst", &["in 0 of 5000 rounds both read nothing"]);
    let relaxed = atomics.chapter("store-buffer");
    let both = number_before(relaxed, " of 5000 rounds both read nothing");
    assert!((0.0..5000.0).contains(&both), "{relaxed}");
}

#[test]
fn floats_added_in_another_order_are_rounded_otherwise() {
    let chapter = told("rayon").chapter("rounding");
    let serial = number_after(chapter, "one after the other: ");
    let exact = number_after(chapter, "with twice the digits: ");
    let cut_up = number_after(chapter, "cut up, five times: [");
    assert!((serial - exact).abs() > (cut_up - exact).abs(), "{chapter}");
}

#[test]
fn sum_is_the_same_on_all_cores() {
    in_order(told("rayon").chapter("sum"), &["one core: ", " workers: "]);
}

/// A pool waits as often as its workers have to take turns.
#[test]
fn threads_wait_faster_than_a_pool() {
    let story = chapter("rayon", "waiting", "0.5");
    let workers = number_before(&story, " workers: ");
    let ratio = number_after(&story, "threads wait ");
    assert!(ratio > 0.3 * (20.0 / workers).ceil(), "{story}");
}

#[test]
fn tests_are_installed_with_the_notes_layout_and_not_with_cargo_s() {
    snapshot!(run(&["lab", "layout", "--view", "text"]));
}
