//! What holds of the command server for every line.

use std::sync::LazyLock;

use serde_json::Value;
use workbench::net::frame::{Decoder, Part, size_in};
use workbench::net::protocol::{Commands, MAX_LINE};

use super::serve::answer;

/// What may be run.
const LINE: &str = "echo hello";

static COMMANDS: LazyLock<Commands> =
    LazyLock::new(|| Commands::new([LINE]).expect("there is an echo"));

/// Panics if `data` shows a mistake of the server: something else is run, or
/// the answer is not what its header says.
pub(crate) fn check(data: &[u8]) {
    let answers = decode(&answer(&*COMMANDS, data));
    for said in &answers {
        let refused = [
            "is not allowed here; allowed: echo hello\n",
            "a command line is UTF-8, and this is not\n",
            "more than 1024 bytes\n",
        ];
        let refused = refused.iter().any(|it| said.ends_with(it));
        assert!(refused || said == "hello\n", "{said:?}");
    }
    // What fits into one read is one line.
    if (1..=MAX_LINE).contains(&data.len()) {
        let asked = std::str::from_utf8(data).ok();
        let is_it =
            asked.is_some_and(|it| it.split_whitespace().eq(["echo", "hello"]));
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert_eq!(answers[0] == "hello\n", is_it, "{answers:?}");
    }
}

/// The answers, each of which is as long as its header says.
fn decode(mut heard: &[u8]) -> Vec<String> {
    let mut decoder: Decoder<Value> = Decoder::new(1 << 20);
    let mut answers = Vec::new();
    while let Some(part) = decoder.push(&mut heard).expect("a frame") {
        match part {
            Part::Header(header) => {
                answers.push(String::new());
                let size = size_in(&header, "data_size").expect("a size");
                decoder.expect_body(size).expect("a body");
            }
            Part::Body(piece) => {
                let piece = std::str::from_utf8(piece).expect("UTF-8");
                answers.last_mut().expect("a header").push_str(piece);
            }
            Part::End => {}
        }
    }
    assert_eq!(decoder.finish(), Ok(()));
    answers
}
