//! mdBook shows an include that finds nothing as nothing, and succeeds.

use std::fs;

use super::chapter::{Include, folder};
use super::{Chapter, chapters};

#[test]
fn every_include_resolves_to_something() {
    for chapter in chapters() {
        for include in chapter.includes() {
            let why = match generated(&include) {
                Some(name) => undrawn(&chapter, name),
                None => missing(&include),
            };
            assert_eq!(why, None, "{}: {include:?}", chapter.file);
        }
    }
}

/// The name of a drawing, which is made when the book is built.
fn generated(include: &Include) -> Option<&str> {
    include.path.strip_prefix("../generated/")?.strip_suffix(".html")
}

/// What is wrong with a drawing: it is of a command that its page shows, and
/// named for it.
fn undrawn(chapter: &Chapter, name: &str) -> Option<String> {
    let names: Vec<String> =
        chapter.shown().iter().map(|it| slug(&it.words)).collect();
    let is_known = names.iter().any(|it| it == name);
    (!is_known).then(|| format!("{name} is none of {names:?}"))
}

/// `lab-locks-threads-5` of `lab locks --threads 5`, as `book/build` has it.
fn slug(words: &[String]) -> String {
    let words: Vec<_> =
        words.iter().map(|it| it.trim_start_matches('-')).collect();
    words.join("-")
}

/// What is wrong with a part of a file.
fn missing(include: &Include) -> Option<String> {
    let Ok(text) = fs::read_to_string(folder().join(&include.path)) else {
        return Some("there is no such file".to_owned());
    };
    match &include.anchor {
        None => text.trim().is_empty().then(|| "it is empty".to_owned()),
        Some(anchor) => lost(&text, anchor),
    }
}

/// What is wrong with an anchor.
fn lost(text: &str, anchor: &str) -> Option<String> {
    let marked = |mark| {
        let wanted = format!("// {mark}: {anchor}");
        let mut lines = text.lines().map(str::trim);
        let at = lines.position(|line| line == wanted);
        at.ok_or(format!("there is no line '{wanted}'"))
    };
    match (marked("ANCHOR"), marked("ANCHOR_END")) {
        (Err(why), _) | (_, Err(why)) => Some(why),
        (Ok(from), Ok(to)) if to <= from + 1 => {
            Some(format!("nothing lies between line {from} and line {to}"))
        }
        _ => None,
    }
}

#[test]
fn anchor_that_is_missing_or_empty_is_told() {
    let text = "// ANCHOR: a\nlet x;\n// ANCHOR_END: a\n\
                // ANCHOR: b\n// ANCHOR_END: b\n// ANCHOR: c\nlet y;\n";
    assert_eq!(lost(text, "a"), None);
    assert!(lost(text, "b").unwrap().contains("nothing lies between"));
    assert!(lost(text, "c").unwrap().contains("ANCHOR_END: c"));
    assert!(lost(text, "d").unwrap().contains("ANCHOR: d"));
}

#[test]
fn no_code_is_typed_into_the_book() {
    for chapter in chapters() {
        let mut lines = chapter.text.lines();
        while let Some(line) = lines.next() {
            if line.starts_with("```rust") {
                let code = lines.next().unwrap();
                assert!(code.starts_with("{{#include "), "{code}");
            }
        }
    }
}
