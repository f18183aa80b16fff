//! `process` and `pipes`.

use super::{in_order, number_after, number_before, told};

#[test]
fn children_know_their_parent() {
    let chapter = told("process").chapter("info");
    let main = number_after(chapter, "name main process line, process ");
    let children = ["matt", "joy"].map(|name| {
        let child = number_after(chapter, &format!("name {name}, process "));
        let line = format!("name {name}, process {child}, parent {main}\n");
        assert!(chapter.contains(&line), "{chapter}");
        child
    });
    assert!(children[0] != children[1] && !children.contains(&main));
    assert!(chapter.contains("exit codes [0, 0]"), "{chapter}");
}

#[test]
fn process_of_a_type_knows_whom_to_greet() {
    let words = ["hello alvin-0", "hello alvin-1", "hello alvin-2"];
    told("process").says("own-type", &words);
}

#[test]
fn child_counts_another_variable() {
    let words = ["counted to 100", "counted to 100; here it is 0 still"];
    in_order(told("process").chapter("shared"), &words);
}

#[test]
fn exit_codes_tell_how_each_ended() {
    let words = ["well: 0\n", "badly: 3\n", "panic: 101\n", "never: -15\n"];
    in_order(told("process").chapter("exit-codes"), &words);
}

#[test]
fn counting_is_timed_in_all_three_ways() {
    let chapter = told("process").chapter("counting");
    let words = ["one after the other: ", "two threads: ", "two processes: "];
    in_order(chapter, &words);
    assert!(number_before(chapter, " times as fast, processes") > 0.0);
}

#[test]
fn phone_answers_in_upper_case_until_its_caller_hangs_up() {
    let words = [
        "hears hello",
        "hears how are you?",
        "hears bye",
        "the caller has hung up",
        "answers: HELLO HOW ARE YOU? BYE",
    ];
    in_order(told("pipes").chapter("talk"), &words);
}

#[test]
fn two_who_write_and_do_not_read_wait_until_the_pipe_breaks() {
    let words = [
        "both are still writing",
        "ends the friend",
        "the writer is told: Broken pipe",
    ];
    in_order(told("pipes").chapter("full"), &words);
}

#[test]
fn reader_beside_the_writer_drains_the_pipe() {
    told("pipes").says("drained", &["4 MiB went each way"]);
}

#[test]
fn end_comes_when_the_last_writer_closes() {
    let words = [
        "reads all that there is to say",
        "the child waits: there might be more",
        "closes the pipe",
        "that was all",
    ];
    in_order(told("pipes").chapter("unclosed"), &words);
}

#[test]
fn zombies_stay_until_somebody_asks() {
    let words = ["3 have ended", "after three waits: 0"];
    in_order(told("pipes").chapter("zombies"), &words);
}
