//! What the translations of the chapters say; whether they are up to date is
//! for `book/translate` to say, which CI asks.

use std::fs;
use std::path::PathBuf;

/// One message, in English and in another language.
struct Message {
    said: String,
    translated: String,
    is_fuzzy: bool,
}

/// The messages of every language.
fn messages() -> Vec<Message> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("book/po");
    let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let texts: Vec<_> =
        files.map(|it| fs::read_to_string(it).unwrap()).collect();
    let all = texts.iter().flat_map(|it| it.split("\n\n").skip(1));
    let messages: Vec<_> = all.map(message).collect();
    assert!(messages.len() > 100, "where are the translations?");
    messages
}

fn message(block: &str) -> Message {
    let (said, translated) = block.split_once("\nmsgstr ").unwrap();
    let (about, said) = said.split_once("msgid ").unwrap();
    Message {
        said: joined(said),
        translated: joined(translated),
        is_fuzzy: about.contains("fuzzy"),
    }
}

/// The text of quoted lines.
fn joined(lines: &str) -> String {
    let quoted = lines.lines().map(|it| it.trim().trim_matches('"'));
    quoted.collect::<String>().replace("\\\"", "\"")
}

/// What has to be the same in every language: code, and where links lead.
fn kept(text: &str) -> impl Iterator<Item = &str> {
    let code = text.split('`').skip(1).step_by(2);
    let links = text.split("](").skip(1);
    code.chain(links.filter_map(|it| it.split(')').next()))
}

#[test]
fn every_message_is_translated() {
    for it in messages() {
        assert!(!it.is_fuzzy && !it.translated.is_empty(), "{}", it.said);
    }
}

#[test]
fn code_and_links_are_in_every_translation() {
    for it in messages() {
        for part in kept(&it.said) {
            assert!(it.translated.contains(part), "{part}: {}", it.translated);
        }
    }
}
