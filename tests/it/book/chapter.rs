//! A chapter's text, and what stands in it.

use std::fs;
use std::path::PathBuf;

/// A page of the book.
pub(super) struct Chapter {
    /// Its file, as links to it say.
    pub(super) file: String,
    pub(super) text: String,
}

/// A command, and the output that the page shows below it.
pub(super) struct Shown {
    /// What follows `$ workbench`.
    pub(super) words: Vec<String>,
    pub(super) output: Vec<String>,
}

/// `{{#include path:anchor}}`
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Include {
    /// From the folder of the chapters.
    pub(super) path: String,
    pub(super) anchor: Option<String>,
}

/// Where the chapters are.
pub(super) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("book/src")
}

/// Every page, but for the list of them.
pub(super) fn chapters() -> Vec<Chapter> {
    let files = fs::read_dir(folder()).unwrap();
    let files = files.map(|it| it.unwrap().file_name().into_string().unwrap());
    let pages = files.filter(|it| it.ends_with(".md") && it != "SUMMARY.md");
    let page = |file: String| {
        let text = fs::read_to_string(folder().join(&file)).unwrap();
        Chapter { file, text }
    };
    let mut chapters: Vec<_> = pages.map(page).collect();
    chapters.sort_by(|a, b| a.file.cmp(&b.file));
    assert!(chapters.len() > 1, "where is the book?");
    chapters
}

impl Chapter {
    /// The commands in its `console` blocks.
    pub(super) fn shown(&self) -> Vec<Shown> {
        let mut all: Vec<Shown> = Vec::new();
        for line in self.blocks("console") {
            match line.strip_prefix("$ workbench") {
                Some(words) => all.push(Shown {
                    words: words
                        .split_whitespace()
                        .map(str::to_owned)
                        .collect(),
                    output: Vec::new(),
                }),
                None => {
                    let last = all.last_mut().expect("a block begins with $");
                    last.output.push(line.to_owned());
                }
            }
        }
        all
    }

    /// The lines of its blocks in this language.
    fn blocks(&self, language: &str) -> impl Iterator<Item = &str> {
        let of_it = |it: &(Option<&str>, &str)| it.0 == Some(language);
        self.fenced().filter(of_it).map(|(_, line)| line)
    }

    /// Its lines outside of any block.
    pub(super) fn prose(&self) -> impl Iterator<Item = &str> {
        self.fenced().filter(|it| it.0.is_none()).map(|(_, line)| line)
    }

    /// Every line with the language of the block that it stands in; fences
    /// are left out.
    fn fenced(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        let mut fence = None;
        self.text.lines().filter_map(move |line| {
            match (line.strip_prefix("```"), fence) {
                (Some(language), None) => fence = Some(language),
                (Some(_), Some(_)) => fence = None,
                (None, _) => return Some((fence, line)),
            }
            None
        })
    }

    /// The commands that its sentences name, without `workbench`.
    pub(super) fn named(&self) -> Vec<Vec<&str>> {
        let code = self.prose().flat_map(|it| it.split('`').skip(1).step_by(2));
        code.filter_map(|it| it.strip_prefix("workbench "))
            .map(|it| it.split_whitespace().collect())
            .collect()
    }

    /// What it takes from other files.
    pub(super) fn includes(&self) -> Vec<Include> {
        let after = self.text.split("{{#include ").skip(1);
        after
            .map(|rest| {
                let inside = rest.split("}}").next().unwrap();
                let (path, anchor) = match inside.split_once(':') {
                    Some((path, anchor)) => (path, Some(anchor.to_owned())),
                    None => (inside, None),
                };
                Include { path: path.to_owned(), anchor }
            })
            .collect()
    }

    /// Titles of this depth, in order.
    pub(super) fn titles(&self, depth: usize) -> Vec<&str> {
        let mark = format!("{} ", "#".repeat(depth));
        self.prose().filter_map(|it| it.strip_prefix(&*mark)).collect()
    }
}
