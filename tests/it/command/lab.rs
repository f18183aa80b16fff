//! One lab's story, and how it can be shown.

use super::{Ran, ran, run, workbench};

#[test]
fn threads_asked_for_are_the_threads_started() {
    let words = ["lab", "locks", "--variant", "atomic", "--threads", "3"];
    let story = run(&words).good();
    assert!(story.contains("left ▸ 100 → 97"), "{story}");
    for name in ["taker-1", "taker-2", "taker-3"] {
        assert!(story.contains(name), "{name} is not in\n{story}");
    }
    assert!(!story.contains("taker-4"), "{story}");
}

#[test]
fn text_has_no_picture_and_timeline_no_words() {
    let words = ["lab", "locks", "--variant", "atomic", "--view"];
    let view = |view| run(&[&words[..], &[view]].concat()).good();
    let (text, timeline) = (view("text"), view("timeline"));
    assert!(text.contains("left ▸ 100 → 0"), "{text}");
    assert!(!text.contains('█'), "{text}");
    assert!(!timeline.contains("left ▸"), "{timeline}");
    assert!(timeline.contains('█'), "{timeline}");
}

#[test]
fn json_view_is_json_lines_and_nothing_else() {
    let words = ["lab", "deadlock", "--speed", "0.3", "--view", "json"];
    let json = run(&words).good();
    let mut runs = 0;
    for line in json.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        runs += usize::from(value.get("run").is_some());
    }
    assert_eq!(runs, 3);
}

#[test]
fn pipe_gives_text_without_colour() {
    let words = ["lab", "deadlock", "--speed", "0.3"];
    let story = run(&words).good();
    assert!(!story.contains('\x1b'), "{story}");
}

#[test]
fn plain_is_ascii_even_where_colour_is_forced() {
    let words = ["lab", "deadlock", "--speed", "0.3", "--plain"];
    let story = ran(workbench(&words).env("CLICOLOR_FORCE", "1")).good();
    assert!(story.chars().all(|it| matches!(it, ' '..='~' | '\n')), "{story}");
}

#[test]
fn no_color_wins_over_a_terminal_and_force_over_a_pipe() {
    let words = ["lab", "deadlock", "--variant", "broken"];
    let colored = ran(workbench(&words).env("CLICOLOR_FORCE", "1")).good();
    assert!(colored.contains('\x1b'), "{colored}");
    let mut both = workbench(&words);
    both.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1");
    let plain = ran(&mut both).good();
    assert!(!plain.contains('\x1b'), "{plain}");
}

#[test]
fn lanes_left_out_are_counted_and_all_shows_them() {
    let words = ["lab", "locks", "--variant", "atomic", "--threads", "20"];
    let few = run(&words).good();
    assert!(few.contains("more lanes like these"), "{few}");
    let all = run(&[&words[..], &["--all"]].concat()).good();
    assert!(!all.contains("more lanes"), "{all}");
    for n in 1..=20 {
        assert!(all.contains(&format!("taker-{n} ")), "{n} is not in\n{all}");
    }
}

#[test]
fn no_line_is_wider_than_asked_for() {
    use unicode_width::UnicodeWidthStr;
    for columns in [40, 80, 120] {
        let words = ["lab", "deadlock", "--speed", "0.3"];
        let mut command = workbench(&words);
        let story = ran(command.env("COLUMNS", columns.to_string())).good();
        let widest = story.lines().map(UnicodeWidthStr::width).max();
        assert!(widest <= Some(columns), "{columns} columns:\n{story}");
    }
}

#[test]
fn progress_leaves_no_trace_in_a_pipe() {
    let words = ["lab", "threads", "--variant", "types", "--speed", "0.5"];
    let Ran { stderr, code, .. } = run(&words);
    assert_eq!((stderr.as_str(), code), ("", Some(0)));
}
