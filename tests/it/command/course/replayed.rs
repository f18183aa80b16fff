//! A failing order of steps of a student's program, once more.

use super::Course;
use crate::command::{Ran, ran, workbench};

/// `workbench replay` in the folder of a course.
fn replay(course: &Course, token: &str) -> Ran {
    let mut command = workbench(&["replay", token]);
    let like = course.command(&[]);
    for (name, value) in like.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    ran(command.current_dir(&course.root))
}

#[test]
fn token_of_a_verdict_shows_the_same_steps_again() {
    let course = Course::new("replayed");
    let told = course.run(&["check", "transfer"]).ended(3);
    let (_, token) = told.split_once("see it: workbench replay ").unwrap();
    let token = token.lines().next().unwrap();
    let shown = replay(&course, token).good();
    let title = "transfer · transfers in both directions come to an end";
    assert!(shown.starts_with(title), "{shown}");
    let waits = "waits for bob→alice        alice.lock  waits for alice→bob";
    assert!(told.contains(waits), "{told}");
    assert!(shown.contains(waits), "{shown}");
    assert!(shown.contains("░"), "no picture: {shown}");
}

#[test]
fn token_of_a_program_that_was_repaired_is_refused() {
    let course = Course::new("repaired");
    let told = course.run(&["check", "transfer"]).ended(3);
    let (_, token) = told.split_once("see it: workbench replay ").unwrap();
    course.save("transfer", &super::solution("transfer"));
    let line = replay(&course, token.lines().next().unwrap()).refusal();
    assert!(line.contains("makes a new token"), "{line}");
}
