//! What the machine lacks.

use super::{ran, run, workbench};

#[test]
fn every_line_begins_with_a_word() {
    let ran = run(&["doctor"]);
    assert_eq!(ran.stderr, "");
    let word = |line: &str| line.split(' ').next().unwrap().to_owned();
    for line in ran.stdout.lines() {
        let known = ["good", "missing", "optional"];
        assert!(known.contains(&word(line).as_str()), "{line}");
    }
    let missing = ran.stdout.lines().any(|line| word(line) == "missing");
    assert_eq!(ran.code, Some(i32::from(missing)), "{}", ran.stdout);
}

#[test]
fn missing_python_is_told_with_a_command_to_type() {
    let ran = ran(workbench(&["doctor"]).env("PATH", ""));
    assert_eq!(ran.code, Some(1), "{ran}");
    let python = ran.stdout.split("missing   Python").nth(1).unwrap();
    assert!(python.contains("apt-get install python3"), "{ran}");
}
