//! The trace of a run that did not come to its end.

use serde_json::{Value, json};

use super::Line;

/// What was told of a trace that never became whole, with an end, if anything
/// was.
pub(super) fn cut(lines: &[Line]) -> Option<String> {
    let live = || lines.iter().filter(|it| it.word == "live");
    live().next()?;
    let is_event = |it: &&Line| it.json.starts_with("{\"event\":");
    let last = live().rfind(is_event).map_or("{}", |it| &*it.json);
    let last: Value = serde_json::from_str(last).ok()?;
    let events = live().filter(is_event).count();
    let end = json!({ "end": {
        "outcome": "cut",
        "time": last["event"]["time"].as_u64().unwrap_or(0),
        "events": events,
        "dropped": 0,
    }});
    let lines = live().map(|it| format!("{}\n", it.json));
    Some(lines.collect::<String>() + &format!("{end}\n"))
}
