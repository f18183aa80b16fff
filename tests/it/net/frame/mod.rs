//! Frames: every stream, in whatever pieces it comes.

mod blocking;
mod encode;
mod hostile;
#[path = "../../../../fuzz/properties/frame.rs"]
pub(super) mod property;
mod python;
mod split;

use serde_json::Value;
use workbench::net::frame::encode;

use property::{Decoded, decode};

/// A header and its body, as bytes.
fn frame(header: &Value, body: &[u8]) -> Vec<u8> {
    let mut bytes = encode(header).unwrap();
    bytes.extend(body);
    bytes
}

/// What somebody sends who says `length` and then `rest`.
fn said(length: i32, rest: &[u8]) -> Vec<u8> {
    [&length.to_le_bytes(), rest].concat()
}

/// As many bytes as `rest` has are said to come.
fn raw(rest: &[u8]) -> Vec<u8> {
    said(rest.len().try_into().unwrap(), rest)
}

/// A stream that comes in one piece.
fn at_once(stream: &[u8]) -> Decoded {
    decode(stream, [stream.len()])
}
