//! `workbench course watch`, without a terminal: a verdict for every save,
//! and nothing that a student's file has ends it.

use std::io::Write;
use std::process::Stdio;

use super::Course;
use crate::command::stop::{Running, start};
use crate::stress::must_end;

const NAME: &str = "lost_update";

#[test]
fn watch_outlives_what_it_checks_and_quits_when_asked_to() {
    must_end(watch);
}

fn watch() {
    let course = Course::new("watched");
    let starter = course.read("lost_update/lost_update.rs");
    let mut command = course.command(&["watch", NAME]);
    command.stdin(Stdio::piped());
    let mut watch = start(command);
    let mut keys = watch.input();
    let next = |watch: &mut Running, said: &str| {
        let verdict = watch.read_until("lost_update: ");
        assert!(verdict.starts_with(said), "{verdict}, not {said}");
        watch.read_until("waiting for lost_update/lost_update.rs");
    };
    next(&mut watch, "fails");
    for (change, said) in [
        ("loop { }", "stuck"),
        ("fn", "it does not compile"),
        ("std::process::abort();", "'std::process::abort' is not"),
        ("let _much = vec![1_u8; 10 << 30];", "it wanted more than 1 GB"),
    ] {
        let place = "        // TODO: ";
        let change = format!("        {change}\n{place}");
        course.save(NAME, &starter.replace(place, &change));
        next(&mut watch, said);
    }
    course.save(NAME, &starter);
    next(&mut watch, "fails");
    keys.write_all(b"p").unwrap();
    watch.read_until("lost_update · no ticket is sold twice");
    keys.write_all(b"h").unwrap();
    watch.read_until("hint 1 of 4 for lost_update");
    course.save(NAME, &super::solution(NAME));
    watch.read_until("PASS lost_update: ");
    keys.write_all(b"n").unwrap();
    watch.read_until("FAIL spawn_join: ");
    keys.write_all(b"q").unwrap();
    let (_, complaint, code) = watch.end();
    assert_eq!((complaint.as_str(), code), ("", Some(0)));
}
