//! Requests that are no requests: refused with a clear word, and the next
//! caller is served.

use std::fs;
use std::io::Cursor;
use std::time::Instant;

use serde_json::json;
use workbench::net::client;
use workbench::net::protocol::Patience;

use super::*;
use crate::net::server::until;
use crate::stress::must_end;

/// Bytes behind a length.
fn header(text: &str) -> Vec<u8> {
    let mut bytes = (text.len() as i32).to_le_bytes().to_vec();
    bytes.extend(text.bytes());
    bytes
}

#[test]
fn bytes_that_are_no_request_are_refused_with_a_clear_word() {
    let folder = tempfile::tempdir().unwrap();
    let serving = files(folder.path());
    let twice = [
        header(r#"{"cmd": "get", "filename": "a"}"#),
        br#"{"cmd": "get", "filename": "a"}"#.to_vec(),
    ]
    .concat();
    for (bytes, why) in [
        ((-1_i32).to_le_bytes().to_vec(), "header length -1: 1 to 65536"),
        (0_i32.to_le_bytes().to_vec(), "header length 0: 1 to 65536"),
        (i32::MAX.to_le_bytes().to_vec(), "header length 2147483647: 1 to"),
        (i32::MIN.to_le_bytes().to_vec(), "header length -2147483648: 1 to"),
        (b"GET / HTTP/1.1\r\n\r\n".to_vec(), "header length 542393671"),
        (header("\x7fELF garbage"), "header: expected value"),
        (header("[]"), "header: invalid type: sequence"),
        (header("{}"), "header: missing field `cmd`"),
        (header(r#"{"cmd": "rm", "filename": "a"}"#), "unknown variant `rm`"),
        (header(r#"{"cmd": "get", "cmd": "put"}"#), "key \"cmd\" comes twice"),
        (
            header(r#"{"cmd": "put", "filename": "a", "filesize": -1}"#),
            "invalid value: integer `-1`",
        ),
        (
            header(r#"{"cmd": "put", "filename": "a", "filesize": 1.5}"#),
            "invalid type: floating point `1.5`",
        ),
        (
            header(r#"{"cmd": "get", "filename": 7}"#),
            "invalid type: integer `7`",
        ),
        (header(&"[".repeat(60_000)), "header: "),
        (
            header("{\"cmd\": \"ls\"")[..7].to_vec(),
            "the stream ends after 3 of the 12 bytes of a header",
        ),
        (vec![1, 0], "the stream ends after 2 of the 4 bytes of a length"),
        (twice[31..].to_vec(), "header length"),
    ] {
        let mut caller = Caller::new(serving.server.address());
        caller.say_raw(&bytes);
        caller.fall_silent();
        let refusal = caller.refusal();
        assert!(refusal.contains(why), "{bytes:?}: {refusal}");
        assert_eq!(caller.rest(), b"", "and it is hung up on");
    }
    assert!(names(folder.path()).is_empty());
    let mut caller = Caller::new(serving.server.address());
    caller.good(&json!({"cmd": "part", "filename": "a", "reply": true}), b"");
}

#[test]
fn sizes_that_cannot_be_are_refused_before_a_byte_of_them_comes() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path()).unwrap().max_size(1000);
    let serving = Serving::start(tcp(files).mode(Mode::threads()));
    for (size, offset, why) in [
        (json!(1001), 0, "`filesize` is 1001: at most 1000 is allowed"),
        (json!(u64::MAX), 0, "at most 1000 is allowed"),
        (json!(null), 0, "`filesize` is missing"),
        (json!(5), 6, "`offset` 6 is behind the file's end"),
        (json!(5), u64::MAX, "is behind the file's end"),
    ] {
        let mut caller = Caller::new(serving.server.address());
        let put = json!({
            "cmd": "put", "filename": "a", "filesize": size,
            "offset": offset, "reply": true
        });
        caller.say(&put, b"");
        let refusal = caller.refusal();
        assert!(refusal.contains(why), "{refusal}");
        assert_eq!(caller.rest(), b"", "where the body ends is not known");
    }
    let mut caller = Caller::new(serving.server.address());
    let put = json!({
        "cmd": "put", "filename": "a", "filesize": 1000, "reply": true
    });
    caller.good(&put, &[0; 1000]);
    assert_eq!(names(folder.path()), ["a"]);
}

/// Red if the client does not ask first: a server that hangs up on what
/// comes may take back what it has said.
#[test]
fn client_is_told_that_its_file_is_too_large() {
    must_end(|| {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path()).unwrap().max_size(1000);
        let serving = Serving::start(tcp(files).mode(Mode::threads()));
        let size = 50_000_000;
        let mut large = Cursor::new(vec![0; size]);
        for _ in 0..5 {
            let address = serving.server.address();
            let mut client = client::Files::connect(address).unwrap();
            let put = client.put("a", &mut large, size as u64, &mut |_, _| ());
            let why = put.unwrap_err().to_string();
            assert!(why.contains("at most 1000 is allowed"), "{why}");
        }
    });
}

#[test]
fn slow_drip_of_a_request_or_a_file_is_cut() {
    must_end(|| {
        let folder = tempfile::tempdir().unwrap();
        let patience =
            Patience { message: Duration::from_millis(100), rate: 1 << 20 };
        let files = Files::new(folder.path()).unwrap().patience(patience);
        let serving = Serving::start(tcp(files).mode(Mode::threads()));
        let put = r#"{"cmd": "put", "filename": "a", "filesize": 100000}"#;
        for beginning in [1000_i32.to_le_bytes().to_vec(), header(put)] {
            let mut caller = Caller::new(serving.server.address());
            caller.say_raw(&beginning);
            let began = Instant::now();
            while caller.0.write_all(b"{").is_ok() {
                assert!(began.elapsed() < DEADLINE, "nobody cuts it");
                workbench::thread::sleep(Duration::from_millis(5));
            }
        }
        until(|| serving.server.live() == 0);
        assert!(names(folder.path()).is_empty());
    });
}

#[test]
fn file_that_is_cut_while_it_is_read_is_not_ended_with_a_reply() {
    must_end(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let size = 64 << 20;
        fs::File::create(&path).unwrap().set_len(size).unwrap();
        let serving = files(folder.path());
        let mut caller = Caller::new(serving.server.address());
        caller.say(&json!({"cmd": "get", "filename": "a", "reply": true}), b"");
        assert_eq!(caller.hear()["filesize"], size);
        // Far more than the buffers between the two hold is left.
        fs::OpenOptions::new()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(1000)
            .unwrap();
        let rest = caller.rest();
        assert!((rest.len() as u64) < size, "{} bytes", rest.len());
        assert!(rest.iter().all(|it| *it == 0), "nothing but the file");
    });
}
