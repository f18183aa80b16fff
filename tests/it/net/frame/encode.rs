//! What is sent, and what is not.

use serde_json::json;
use workbench::net::frame::{Error, MAX_HEADER, encode, encode_into};

#[test]
fn a_frame_is_appended_to_what_is_to_be_sent() {
    let mut out = b"before".to_vec();
    encode_into(&mut out, &json!({"size": 1})).unwrap();
    assert_eq!(out, b"before\x0b\0\0\0{\"size\": 1}");
}

#[test]
fn a_header_of_the_largest_length_is_sent_and_a_longer_one_is_not() {
    let around = r#"{"name": ""}"#.len();
    let named = |length| json!({"name": "x".repeat(length - around)});
    assert_eq!(encode(&named(MAX_HEADER)).unwrap().len(), 4 + MAX_HEADER);
    assert_eq!(
        encode(&named(MAX_HEADER + 1)),
        Err(Error::HeaderLength(MAX_HEADER as i64 + 1))
    );
}

#[test]
fn what_cannot_be_sent_leaves_nothing_behind() {
    for header in [json!([1]), json!({"name": "x".repeat(MAX_HEADER)})] {
        let mut out = b"before".to_vec();
        assert!(encode_into(&mut out, &header).is_err());
        assert_eq!(out, b"before");
    }
    let why = encode(&json!([1])).unwrap_err().to_string();
    assert_eq!(why, "header: only an object is one");
}
