//! The same bytes as Python's `struct.pack` and `json.dumps`.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use workbench::net::frame::encode;

use super::property::decode;
use super::{at_once, frame};
use crate::net::python::python;

/// Headers of the course's protocols, and everything that JSON has.
fn headers() -> Vec<Value> {
    vec![
        json!({"data_size": 1024}),
        json!({"cmd": "put", "filename": "a.txt", "filesize": 5}),
        json!({"cmd": "get", "filename": "账户 🦀 é.txt"}),
        json!({"reply": true, "error": null, "offset": u64::MAX}),
        json!({"a": [1, -2, 0.5, 1e-3, [], {}, [[]]], "b": {"c": i64::MIN}}),
        json!({"": "\"\\/\u{8}\u{c}\n\r\t\0\u{1f} ~\u{7f}\u{80}\u{ffff}"}),
        json!({}),
    ]
}

/// Frames whose bodies are their headers, as a stream.
fn stream(headers: &[Value]) -> Vec<u8> {
    let sized = headers.iter().map(|header| {
        let mut header = header.clone();
        let body = encode(&header).unwrap();
        header["size"] = body.len().into();
        frame(&header, &body)
    });
    sized.flatten().collect()
}

/// Reads frames and writes each anew.
const READS_AND_WRITES: &str = "
import json, struct, sys
stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
while head := stdin.read(4):
    header = json.loads(stdin.read(struct.unpack('i', head)[0]))
    body = stdin.read(header['size'])
    again = json.dumps(header).encode()
    stdout.write(struct.pack('i', len(again)) + again + body)
";

#[test]
fn python_reads_ours_and_writes_the_same_bytes() {
    let stream = stream(&headers());
    let Some(back) = python(READS_AND_WRITES, &stream) else { return };
    assert_eq!(
        String::from_utf8_lossy(&back),
        String::from_utf8_lossy(&stream)
    );
    let got = at_once(&back);
    assert_eq!((got.whole, got.end), (headers().len(), Ok(())));
}

/// As the course notes' own server does it, with a raw body.
const WRITES: &str = "
import json, struct, sys
for size in 0, 1, 70000:
    header = json.dumps({'size': size, 'cmd': 'put', 'name': 'é'}).encode()
    sys.stdout.buffer.write(struct.pack('i', len(header)))
    sys.stdout.buffer.write(header)
    sys.stdout.buffer.write(b'x' * size)
";

#[test]
fn what_python_writes_is_read() {
    let Some(stream) = python(WRITES, b"") else { return };
    let got = decode(&stream, [3, 1000, 5]);
    assert_eq!((got.whole, got.end), (3, Ok(())));
    for ((header, body), size) in got.frames.iter().zip([0, 1, 70000]) {
        let wanted = json!({"size": size, "cmd": "put", "name": "é"});
        assert_eq!((header, body), (&wanted, &vec![b'x'; size]));
    }
}

/// One Python for all of them: starting it is what takes time.
#[test]
fn any_text_is_escaped_as_python_does() {
    let mut runner = TestRunner::deterministic();
    let text = any::<String>();
    let headers = (0..500).map(|_| {
        let tree = text.new_tree(&mut runner).unwrap();
        json!({ tree.current(): tree.current() })
    });
    let stream = stream(&headers.collect::<Vec<_>>());
    let Some(back) = python(READS_AND_WRITES, &stream) else { return };
    assert!(back == stream, "{}", String::from_utf8_lossy(&back));
}
