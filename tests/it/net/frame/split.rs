//! The same frames come out, however the stream is cut.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use workbench::net::frame::{Error, Section};

use super::property::{check, decode};
use super::{at_once, frame};

/// Three frames, one of them without a body.
fn three() -> Vec<(Value, Vec<u8>)> {
    vec![
        (json!({"size": 6, "cmd": "put"}), b"200 OK".to_vec()),
        (json!({}), Vec::new()),
        (json!({"size": 300, "name": "账户 🦀"}), vec![7; 300]),
    ]
}

fn stream(frames: &[(Value, Vec<u8>)]) -> Vec<u8> {
    frames.iter().flat_map(|(header, body)| frame(header, body)).collect()
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        let object = vec((any::<String>(), inner.clone()), 0..5)
            .prop_map(|fields| Value::Object(fields.into_iter().collect()));
        prop_oneof![vec(inner, 0..5).prop_map(Value::from), object]
    })
}

fn framed() -> impl Strategy<Value = (Value, Vec<u8>)> {
    let fields = vec((any::<String>(), json()), 0..5);
    (fields, vec(any::<u8>(), 0..2000)).prop_map(|(fields, body)| {
        let mut header: Map<_, _> = fields.into_iter().collect();
        header.insert("size".to_owned(), body.len().into());
        (Value::Object(header), body)
    })
}

#[test]
fn every_cut_in_two_and_every_size_of_pieces_gives_the_same_frames() {
    let stream = stream(&three());
    for at in 0..=stream.len() {
        let got = decode(&stream, [at]);
        assert_eq!((got.frames, got.end), (three(), Ok(())), "cut at {at}");
    }
    for size in 1..=stream.len() {
        let got = decode(&stream, vec![size; stream.len()]);
        assert_eq!((got.frames, got.end), (three(), Ok(())), "by {size}");
    }
}

#[test]
fn a_stream_that_ends_inside_a_frame_says_where() {
    let header = br#"{"size": 3}"#;
    let stream = [super::raw(header).as_slice(), b"abc"].concat();
    for at in 0..=stream.len() {
        let cut = |section, from: usize, size| {
            Err(Error::Cut { section, came: (at - from) as u64, size })
        };
        let end = match at {
            0 | 18 => Ok(()),
            1..4 => cut(Section::Length, 0, 4),
            4..15 => cut(Section::Header, 4, 11),
            _ => cut(Section::Body, 15, 3),
        };
        assert_eq!(at_once(&stream[..at]).end, end, "cut at {at}");
        check(&stream[..at]);
    }
}

proptest! {
    #[test]
    fn what_is_sent_arrives_in_whatever_pieces(
        frames in vec(framed(), 0..4),
        pieces in vec(0_usize..3000, 0..40),
    ) {
        let got = decode(&stream(&frames), pieces);
        prop_assert_eq!(got.whole, frames.len());
        prop_assert_eq!(got.frames, frames);
        prop_assert_eq!(got.end, Ok(()));
    }

    #[test]
    fn any_bytes_decode_to_the_same_in_whatever_pieces(
        bytes in vec(any::<u8>(), 0..200),
        pieces in vec(0_usize..30, 0..40),
    ) {
        prop_assert_eq!(decode(&bytes, pieces), at_once(&bytes));
    }

    #[test]
    fn a_byte_changed_anywhere_does_no_harm(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        seed in any::<u8>(),
    ) {
        let mut bytes = stream(&three());
        bytes.insert(0, seed);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        check(&bytes);
    }
}
