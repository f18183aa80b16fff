//! The sentences of `tests/shared/said`, which the page has to say too:
//! `tests/browser/words.test.js`.

use workbench::trace::render::words::say;

use super::*;

const TRACE: &str = include_str!("../../shared/said/trace.json");
const SENTENCES: &str = include_str!("../../shared/said/sentences.txt");

#[test]
fn every_kind_of_event_has_its_sentence() {
    let trace = Trace::from_json(TRACE).unwrap();
    let said: Vec<_> = trace.events.iter().map(|it| say(&trace, it)).collect();
    let expected: Vec<_> = SENTENCES.lines().collect();
    assert_eq!(said, expected);
}
