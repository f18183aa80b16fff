//! What somebody may send who means ill.

use std::fmt::Debug;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use workbench::net::frame::{Decoder, Error, MAX_HEADER, Part, size_in};

use super::property::QUOTA;
use super::{at_once, raw, said};

#[derive(Debug, Deserialize)]
struct Reply {
    data_size: u64,
}

/// What the decoder says to `stream`, of which no header comes out.
fn complaint<H: DeserializeOwned + Debug>(mut stream: &[u8]) -> String {
    let mut decoder = Decoder::<H>::new(QUOTA);
    match decoder.push(&mut stream) {
        Ok(None) => decoder.finish().unwrap_err().to_string(),
        part => part.unwrap_err().to_string(),
    }
}

fn complaint_about(header: &str) -> String {
    complaint::<Value>(&raw(header.as_bytes()))
}

#[test]
fn lengths_out_of_bounds_are_refused_before_anything_else_comes() {
    let lengths = [i32::MIN, -1, 0, MAX_HEADER as i32 + 1, i32::MAX];
    for length in lengths {
        assert_eq!(
            complaint::<Value>(&said(length, b"")),
            format!("header length {length}: 1 to 65536 is allowed")
        );
    }
}

#[test]
fn longest_and_shortest_header_pass() {
    let longest = format!("{{{}}}", " ".repeat(MAX_HEADER - 2));
    for header in [longest.as_str(), "{}"] {
        let got = at_once(&raw(header.as_bytes()));
        assert_eq!((got.whole, got.end), (1, Ok(())));
    }
}

#[test]
fn garbage_is_no_header() {
    for garbage in [
        "x",
        "{",
        "}",
        "{]",
        "{}{}",
        "{'a': 1}",
        "{\"a\": NaN}",
        "\0\0",
        "{\"a\": 01}",
        "{\"a\": \"\\ud800\"}",
        "GET / HTTP/1.1",
        "\u{feff}{}",
    ] {
        let why = complaint_about(garbage);
        assert!(why.starts_with("header: "), "{why} for {garbage}");
    }
    let why = complaint::<Value>(&raw(b"{\"a\": \"\xff\"}"));
    assert!(why.starts_with("header: invalid unicode"), "{why}");
}

#[test]
fn json_that_is_no_object_is_no_header() {
    for (json, kind) in [
        ("[]", "sequence"),
        ("1", "integer `1`"),
        ("\"a\"", "string \"a\""),
        ("null", "null"),
    ] {
        let why = complaint_about(json);
        let start = format!("header: invalid type: {kind}, expected an object");
        assert!(why.starts_with(&start), "{why}");
    }
}

#[test]
fn a_key_that_comes_twice_is_refused_at_any_depth() {
    for twice in [
        r#"{"data_size": 1, "data_size": 2}"#,
        r#"{"data_size": 1, "other": 2, "data_size": 1}"#,
        r#"{"data_size": 1, "data\u005fsize": 2}"#,
        r#"{"a": [{"data_size": 1, "data_size": 2}], "data_size": 1}"#,
    ] {
        let why = complaint_about(twice);
        let start = "header: key \"data_size\" comes twice at line 1";
        assert!(why.starts_with(start), "{why}");
    }
    // Also one that nobody asks for.
    let header = br#"{"data_size": 1, "x": 1, "x": 2}"#;
    let why = complaint::<Reply>(&raw(header));
    assert!(why.starts_with("header: key \"x\" comes twice"), "{why}");
}

#[test]
fn the_same_key_in_two_objects_is_no_double() {
    let header = r#"{"a": {"x": 1}, "b": {"x": 1}, "x": [{"x": 1}]}"#;
    assert_eq!(at_once(&raw(header.as_bytes())).end, Ok(()));
}

#[test]
fn sizes_that_are_no_whole_numbers_are_refused() {
    for (size, seen) in [
        ("5.0", "5.0"),
        ("1e3", "1000.0"),
        ("-1", "-1"),
        ("-0.0", "-0.0"),
        ("18446744073709551616", "1.8446744073709552e+19"),
    ] {
        let header = format!("{{\"data_size\": {size}}}");
        let why = complaint::<Reply>(&raw(header.as_bytes()));
        assert!(why.contains(&format!("`{seen}`, expected u64")), "{why}");
        let header = serde_json::from_str(&header).unwrap();
        assert_eq!(
            size_in(&header, "data_size").unwrap_err().to_string(),
            format!("header: `data_size` is {seen}: a size in bytes is wanted")
        );
    }
    let largest = json!({"data_size": u64::MAX});
    assert_eq!(size_in(&largest, "data_size"), Ok(u64::MAX));
    let typed: Reply = serde_json::from_value(largest).unwrap();
    assert_eq!(typed.data_size, u64::MAX);
    for (header, seen) in [
        (json!({"data_size": "5"}), "\"5\""),
        (json!({"data_size": true}), "true"),
        (json!({}), "absent"),
    ] {
        let why = size_in(&header, "data_size").unwrap_err().to_string();
        assert!(why.contains(&format!("`data_size` is {seen}: ")), "{why}");
    }
}

#[test]
fn bodies_above_the_quota_are_refused_by_their_header() {
    for size in [QUOTA + 1, u64::MAX] {
        let header = format!("{{\"size\": {size}}}");
        let got = at_once(&raw(header.as_bytes()));
        let why = Error::BodySize { size, quota: QUOTA };
        assert_eq!(
            why.to_string(),
            format!("body size {size}: at most {QUOTA} is allowed")
        );
        assert_eq!((got.whole, got.end), (0, Err(why)));
    }
}

#[test]
fn a_bomb_of_brackets_is_refused() {
    for open in ["[", "{\"a\":"] {
        let bomb = format!("{{\"a\":{}", open.repeat(10_000));
        let why = complaint_about(&bomb);
        assert!(why.starts_with("header: recursion limit exceeded"), "{why}");
    }
}

#[test]
fn a_header_nests_127_levels_deep_and_no_deeper() {
    let nested = |levels: usize| {
        let (open, close) = ("[".repeat(levels - 1), "]".repeat(levels - 1));
        at_once(&raw(format!("{{\"a\":{open}{close}}}").as_bytes())).end
    };
    assert_eq!(nested(127), Ok(()));
    assert!(nested(128).is_err());
}

#[test]
fn a_header_twice_as_long_as_said_is_refused() {
    let header = br#"{"cmd": "put", "filesize": 1000}"#;
    let half = (header.len() / 2) as i32;
    let why = complaint::<Value>(&said(half, header));
    assert!(why.starts_with("header: EOF while parsing"), "{why}");
    // Said to be twice as long, it takes the body in.
    let stream = said(2 * header.len() as i32, &header.repeat(2));
    let why = complaint::<Value>(&stream);
    assert!(why.starts_with("header: trailing characters"), "{why}");
}

#[test]
fn complaints_are_short_and_one_line_whatever_they_quote() {
    let key = "\\n\\u001b[2Jkey".repeat(1000);
    let header = format!("{{\"{key}\": 1, \"{key}\": 2}}");
    for why in [
        complaint_about(&header),
        complaint::<Reply>(&raw(
            format!("{{\"data_size\": \"{key}\"}}").as_bytes()
        )),
        size_in(&json!({"size": "\u{7f}\n".repeat(5000)}), "size")
            .unwrap_err()
            .to_string(),
    ] {
        assert!(why.chars().count() < 2000, "{why}");
        assert!(!why.contains(char::is_control), "{why}");
    }
}

#[test]
fn what_comes_before_a_mistake_is_not_lost() {
    let good = raw(br#"{"size": 2}"#);
    let stream = [&good[..], b"ok", &said(-1, b"")].concat();
    let got = at_once(&stream);
    assert_eq!(got.frames, [(json!({"size": 2}), b"ok".to_vec())]);
    assert_eq!((got.whole, got.end), (1, Err(Error::HeaderLength(-1))));
}

#[test]
#[should_panic(expected = "expect_body has to be called after every header")]
fn a_body_of_unknown_size_is_not_guessed() {
    let stream = raw(b"{}");
    let mut bytes = &stream[..];
    let mut decoder = Decoder::<Value>::new(QUOTA);
    assert_eq!(decoder.push(&mut bytes), Ok(Some(Part::Header(json!({})))));
    let _ = decoder.push(&mut bytes);
}

#[test]
#[should_panic(expected = "belongs to a header that was just given")]
fn a_size_without_a_header_is_refused() {
    let _ = Decoder::<Value>::new(QUOTA).expect_body(1);
}
