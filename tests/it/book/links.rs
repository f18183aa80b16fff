//! Where the pages lead.

use std::fs;

use super::chapter::folder;
use super::{Chapter, chapters};

/// The targets of all links of a text.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// The name that mdBook gives a title.
fn id(title: &str) -> String {
    let letters = title.chars().filter_map(|letter| match letter {
        ' ' | '-' => Some('-'),
        _ if letter.is_alphanumeric() || letter == '_' => {
            Some(letter.to_ascii_lowercase())
        }
        _ => None,
    });
    letters.collect()
}

/// Whether a link of `from` leads to a page, and to a title on it.
fn leads(from: &Chapter, target: &str, all: &[Chapter]) -> bool {
    if target.starts_with("https://") {
        return true; // what is out there changes without us
    }
    let (file, title) = target.split_once('#').unwrap_or((target, ""));
    let file = if file.is_empty() { &from.file } else { file };
    all.iter().find(|it| it.file == file).is_some_and(|page| {
        let mut titles = (1..=3).flat_map(|depth| page.titles(depth));
        title.is_empty() || titles.any(|it| id(it) == title)
    })
}

#[test]
fn every_link_leads_to_a_page_and_to_a_title_on_it() {
    let all = chapters();
    for chapter in &all {
        for target in targets(&chapter.text) {
            let file = &chapter.file;
            assert!(leads(chapter, target, &all), "{file}: {target}");
        }
    }
}

#[test]
fn link_to_nowhere_is_told() {
    let page = |file: &str, text: &str| Chapter {
        file: file.to_owned(),
        text: text.to_owned(),
    };
    let all = [page("a.md", "# A title"), page("b.md", "## More, of it")];
    for target in ["b.md", "b.md#more-of-it", "#a-title", "https://x.y"] {
        assert!(leads(&all[0], target, &all), "{target}");
    }
    for target in ["c.md", "b.md#less", "#more-of-it", "http://x.y"] {
        assert!(!leads(&all[0], target, &all), "{target}");
    }
}

#[test]
fn every_page_is_in_the_list_and_every_line_of_it_is_a_page() {
    let list = fs::read_to_string(folder().join("SUMMARY.md")).unwrap();
    let mut listed: Vec<_> = targets(&list).collect();
    listed.sort_unstable();
    let all = chapters();
    let files: Vec<_> = all.iter().map(|it| &*it.file).collect();
    assert_eq!(listed, files);
}
