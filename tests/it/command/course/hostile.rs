//! Student's code that does what nobody should: each has its verdict.

use std::fs::{self, File};
use std::time::SystemTime;

use super::Course;
use crate::command::Ran;

const NAME: &str = "lost_update";

/// An office whose `sell` has this body.
fn office(sell: &str) -> String {
    format!(
        "use workbench::sync::Mutex;\n\
         struct Office {{ left: Mutex<u32> }}\n\
         impl Office {{\n\
         fn new(left: u32) -> Self {{ Self {{ left: Mutex::new(left) }} }}\n\
         fn left(&self) -> u32 {{ *self.left.lock() }}\n\
         fn sell(&self, print: impl FnOnce(u32)) -> bool {{ {sell} }}\n\
         }}\n\
         fn down(n: u64) -> u64 {{ \
         if n == u64::MAX {{ 0 }} else {{ down(n + 1) + n }} }}\n\
         struct Twice;\n\
         impl Drop for Twice {{ fn drop(&mut self) {{ panic!() }} }}\n\
         #[cfg(test)]\n#[path = \"check.rs\"]\nmod check;\n"
    )
}

/// What is said of it, which is one verdict and no complaint.
#[track_caller]
fn verdict(course: &Course, text: &str, code: i32) -> String {
    course.save(NAME, text);
    let ran: Ran = course.run(&["check", NAME]);
    assert!(ran.stderr.is_empty(), "of {text}\n{ran}");
    let told = ran.ended(code);
    assert!(told.contains(&format!("FAIL {NAME}: ")), "{told}");
    told
}

#[test]
fn whatever_a_solution_does_there_is_a_verdict() {
    let course = Course::new("hostile");
    for (sell, code, said) in [
        // A hang that the explorer sees, and one that nobody does.
        ("let _a = self.left.lock(); self.left.lock(); true", 3, "deadlock"),
        ("loop { std::mem::drop(print as fn(u32)) }", 2, "does not compile"),
        ("drop(print); loop { }", 3, "stuck"),
        ("drop(print); down(0) == 0", 1, "stack overflow"),
        (
            "drop(print); vec![1_u8; 10 << 30].len() == 0",
            1,
            "it wanted more than 1 GB of memory",
        ),
        (
            "drop(print); let _one = Twice; panic!()",
            1,
            "which aborts the process",
        ),
        ("drop(print); panic!(\"on purpose\")", 1, "on purpose"),
        (
            "drop(print); std::process::exit(0)",
            1,
            "'std::process::exit' is not for this exercise",
        ),
    ] {
        let told = verdict(&course, &office(sell), code);
        assert!(told.contains(said), "{sell}: {told}");
    }
}

/// On OS threads, where nobody explores.
#[test]
fn deadlock_and_abort_on_os_threads_have_their_verdicts() {
    let course = Course::new("threads");
    let twice = "let door = workbench::sync::Mutex::new(()); \
                 let _one = door.lock(); let _two = door.lock();";
    let abort = "struct Twice; impl Drop for Twice { fn drop(&mut self) { \
                 panic!() } } let _one = Twice; panic!();";
    for (begin, code, said) in [
        (twice, 3, "deadlock\n"),
        (abort, 1, "it was ended before its check was over: signal: 6"),
    ] {
        let text = super::solution("echo_framing");
        let function = "-> io::Result<()> {\n";
        let text = text.replacen(function, &format!("{function}{begin}"), 1);
        course.save("echo_framing", &text);
        let told = course.run(&["check", "echo_framing"]).ended(code);
        let said = format!("FAIL echo_framing: {said}");
        assert!(told.starts_with(&said), "{told}");
    }
}

#[test]
fn compiler_errors_are_told_as_the_compiler_gives_them() {
    let course = Course::new("broken");
    let told = verdict(&course, &office("print(1)"), 2);
    assert!(told.starts_with("error[E0308]: mismatched types"), "{told}");
    assert!(told.contains("expected `bool`, found `()`"), "{told}");
}

/// The check, the manifest and the way the file ends are not the student's.
#[test]
fn check_cannot_be_edited_away() {
    let course = Course::new("edited");
    let check = course.read("lost_update/check.rs");
    let path = course.root.join("lost_update/check.rs");
    fs::write(&path, "#[test] fn check() { }\n").unwrap();
    let told = course.run(&["check", NAME]).ended(1);
    assert!(told.starts_with("lost_update/check.rs is put back"), "{told}");
    assert_eq!(course.read("lost_update/check.rs"), check);
    let own = "#[cfg(test)] mod check { #[test] fn check() { } }\n";
    let told = verdict(&course, own, 1);
    assert!(told.contains("does not end as it was given"), "{told}");
}

#[test]
fn one_that_does_not_compile_breaks_only_itself() {
    let course = Course::new("apart");
    let starter = course.read("lost_update/lost_update.rs");
    course.save(NAME, &starter.replace("fn sell", "fnn sell"));
    course.save("transfer", &super::solution("transfer"));
    let told = course.run(&["check", "--all"]).ended(2);
    assert!(told.contains("FAIL lost_update: it does not compile"), "{told}");
    assert!(told.contains("PASS transfer: "), "{told}");
}

/// As one that was moved here from elsewhere.
#[test]
fn file_that_is_older_than_what_was_built_is_checked_all_the_same() {
    let course = Course::new("older");
    let starter = course.read("lost_update/lost_update.rs");
    course.save(NAME, &super::solution(NAME));
    course.run(&["check", NAME]).good();
    course.save(NAME, &starter);
    let path = course.work(NAME);
    let file = File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    let told = course.run(&["check", NAME]).ended(1);
    assert!(told.starts_with("FAIL lost_update: fails"), "{told}");
}
