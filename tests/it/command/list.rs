//! What is there, before anything is run.

use unicode_width::UnicodeWidthStr;

use super::{Ran, run, snapshot};

#[test]
fn command_alone_says_what_there_is() {
    let ran = run(&[]);
    // The labs are many; what stands around them is compared.
    let labs = ran.stdout.find("Labs, in teaching order: ").unwrap();
    let (before, labs) = ran.stdout.split_at(labs);
    assert!(labs.contains("threads") && labs.contains("deadlock"), "{labs}");
    assert!(labs.contains("\nStart here: workbench lab "), "{labs}");
    snapshot!(Ran { stdout: format!("{before}…\n"), ..ran });
}

#[test]
fn list_has_every_lab_with_its_title_and_section() {
    let list = run(&["lab"]).good();
    for line in [
        "threads   7.8     listen to music and write an article",
        "locks     7.9     a hundred threads take one from a hundred",
        "deadlock  7.10    two threads, two locks, opposite order",
    ] {
        let words: Vec<_> = line.split_whitespace().collect();
        let same = |it: &str| it.split_whitespace().eq(words.iter().copied());
        assert!(list.lines().any(same), "{line} is not in\n{list}");
    }
    let widest = list.lines().map(UnicodeWidthStr::width).max();
    assert!(widest <= Some(80), "{list}");
}

#[test]
fn help_says_every_option() {
    snapshot!(run(&["lab", "--help"]));
}

#[test]
fn help_of_the_command_leaves_the_rare_ones_out() {
    let help = run(&["--help"]).good();
    assert!(help.contains("doctor") && !help.contains("completions"), "{help}");
}
