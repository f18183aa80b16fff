//! What holds for every lab that the list names.

use unicode_width::UnicodeWidthStr;

use super::run;

fn names() -> Vec<String> {
    let list = run(&["lab"]).good();
    // Between the heading and the command to type.
    let lines: Vec<_> = list.lines().collect();
    let labs = &lines[1..lines.len() - 1];
    // What a long title leaves for the next line is indented.
    let first = |line: &&&str| !line.starts_with(' ');
    let name = |line: &&str| line.split(' ').next().unwrap().to_owned();
    labs.iter().filter(first).map(name).collect()
}

#[test]
fn every_lab_tells_its_story_to_its_end() {
    let names = names();
    assert!(names.len() >= 3, "{names:?}");
    for name in names {
        let story = run(&["lab", &name, "--speed", "0.05"]).good();
        assert!(story.starts_with(&format!("{name} · ")), "{story}");
        let widest = story.lines().map(UnicodeWidthStr::width).max();
        assert!(widest <= Some(80), "{name} is {widest:?} wide:\n{story}");
    }
}

#[test]
fn every_lab_with_a_python_program_runs_beside_it() {
    for name in names() {
        let words = ["lab", &name, "--speed", "0.05", "--vs", "python"];
        let ran = run(&words);
        if ran.stderr.contains("has no Python program")
            || ran.stderr.contains("there is none on the PATH")
        {
            continue;
        }
        let story = ran.good();
        let python = story.split(" does the same:\n").nth(1);
        let lines = python.map_or(0, |python| python.lines().count());
        assert!(lines > 1, "Python said nothing:\n{story}");
    }
}
