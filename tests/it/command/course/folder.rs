//! The folder: what is laid down, what is kept, what is refused.

use std::fs;

use super::{Course, solution};
use crate::command::{ran, snapshot, workbench};

const NAME: &str = "lost_update";

#[test]
fn folder_that_is_not_empty_is_refused_and_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("essay.txt"), "mine").unwrap();
    let typed = folder.path().to_str().unwrap();
    let line = ran(&mut workbench(&["course", "init", typed])).refusal();
    assert!(line.contains("it is not empty"), "{line}");
    let names = fs::read_dir(folder.path()).unwrap();
    let names: Vec<_> = names.map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names, ["essay.txt"]);
}

#[test]
fn words_that_make_no_sense_are_refused() {
    let course = Course::new("refused");
    let mut told = String::new();
    for words in [
        &["check", "lost_updat"][..],
        &["check", "xyzzy"],
        &["check", NAME, "--all"],
        &["hint", "xyzzy"],
        &["solution"],
        &["solution", "transfer"],
        &["reset"],
        &["lsit"],
    ] {
        told += &format!("$ workbench course {}\n", words.join(" "));
        told += &format!("{}\n", course.run(words).refusal());
    }
    snapshot!(told);
    let nowhere = tempfile::tempdir().unwrap();
    let mut list = workbench(&["course", "list"]);
    let line = ran(list.current_dir(nowhere.path())).refusal();
    assert!(line.contains("is in no course"), "{line}");
}

#[test]
fn hints_come_one_by_one_and_the_last_one_stays() {
    let course = Course::new("hints");
    let mut last = String::new();
    for number in 1..=4 {
        last = course.run(&["hint", NAME]).good();
        let title = format!("hint {number} of 4 for {NAME}\n");
        assert!(last.starts_with(&title), "{last}");
    }
    assert!(last.contains("that was the last"), "{last}");
    assert_eq!(course.run(&["hint", NAME]).good(), last);
}

#[test]
fn solution_is_shown_after_a_pass_or_when_given_up() {
    let course = Course::new("solution");
    let line = course.run(&["solution", NAME]).refusal();
    assert!(line.contains("--give-up"), "{line}");
    let given = course.run(&["solution", NAME, "--give-up"]).good();
    assert_eq!(given, solution(NAME));
    course.save(NAME, &given);
    let told = course.run(&["check", NAME]).good();
    assert!(told.starts_with(&format!("PASS {NAME}: ")), "{told}");
    assert_eq!(course.run(&["solution"]).good(), given);
    let list = course.run(&["list"]).good();
    assert!(list.contains(&format!("passed  {NAME}")), "{list}");
}

#[test]
fn progress_that_cannot_be_read_is_refused_and_not_overwritten() {
    let course = Course::new("damaged");
    let path = course.root.join("progress.json");
    let newer =
        course.read("progress.json").replace("\"format\": 1", "\"format\": 2");
    for damaged in ["", "{", "[]", newer.as_str()] {
        fs::write(&path, damaged).unwrap();
        let line = course.run(&["hint"]).refusal();
        assert!(line.contains("is not progress that can be read"), "{line}");
        assert_eq!(course.read("progress.json"), damaged);
    }
}

#[test]
fn reset_keeps_what_was_there() {
    let course = Course::new("reset");
    let starter = course.read("lost_update/lost_update.rs");
    course.save(NAME, "mine");
    course.run(&["reset", NAME]).good();
    assert_eq!(course.read("lost_update/lost_update.rs"), starter);
    assert_eq!(course.read("lost_update/lost_update.old.rs"), "mine");
}

#[test]
fn update_mends_the_course_and_keeps_the_students_work() {
    let course = Course::new("update");
    assert_eq!(course.run(&["update"]).good(), "nothing is newer\n");
    let before = course.read("transfer/check.rs");
    let starter = course.read("transfer/transfer.rs");
    course.save(NAME, "mine");
    fs::write(course.root.join("transfer/check.rs"), "older").unwrap();
    fs::remove_file(course.work("transfer")).unwrap();
    let told = course.run(&["update"]).good();
    assert_eq!(told, "transfer/check.rs\ntransfer.rs\n");
    assert_eq!(course.read("transfer/check.rs"), before);
    assert_eq!(course.read("transfer/transfer.rs"), starter);
    assert_eq!(course.read("lost_update/lost_update.rs"), "mine");
}

/// As a course has it that another version has made.
#[test]
fn newer_starter_takes_the_place_of_one_that_nobody_has_begun() {
    let course = Course::new("newer");
    let starter = course.read("lost_update/lost_update.rs");
    let progress = course.read("progress.json");
    // Of "older", as `printf older | sha256sum` says.
    let older = "da925a30e31f7fda";
    let given: serde_json::Value = serde_json::from_str(&progress).unwrap();
    let given = given["exercises"][NAME]["given"].as_str().unwrap();
    let progress = progress.replace(given, older);
    for (file, after) in [("older", starter.as_str()), ("mine", "mine")] {
        fs::write(course.root.join("progress.json"), &progress).unwrap();
        course.save(NAME, file);
        let told = course.run(&["update"]).good();
        assert!(told.starts_with("lost_update.rs"), "{told}");
        assert_eq!(course.read("lost_update/lost_update.rs"), after);
    }
}
