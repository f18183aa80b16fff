//! Frames on streams that block.

use std::collections::VecDeque;
use std::io::{self, Cursor, ErrorKind, IoSlice, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};

use serde_json::{Value, json};
use workbench::net::frame::{Error, read_header, write_frame};

use super::{frame, raw, said};
use crate::stress::must_end;

/// Takes at most so many bytes at each call, and keeps what it took.
#[derive(Default)]
struct Narrow {
    widths: VecDeque<io::Result<usize>>,
    calls: usize,
    taken: Vec<u8>,
}

impl Write for Narrow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_vectored(&[IoSlice::new(bytes)])
    }

    fn write_vectored(&mut self, bytes: &[IoSlice<'_>]) -> io::Result<usize> {
        self.calls += 1;
        let all = bytes.iter().map(|it| it.len()).sum();
        let width = self.widths.pop_front().unwrap_or(Ok(all))?.min(all);
        self.taken.extend(bytes.iter().flat_map(|it| it.iter()).take(width));
        Ok(width)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Gives a byte a call, with interruptions.
struct Drip<'a>(&'a [u8], bool);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(ErrorKind::Interrupted.into());
        }
        assert!(!into.is_empty());
        (&mut self.0).take(1).read(into)
    }
}

#[test]
fn a_frame_is_one_write_where_the_stream_takes_it() {
    for body in [&b"200 OK"[..], b""] {
        let header = json!({"size": body.len()});
        let mut stream = Narrow::default();
        write_frame(&mut stream, &header, body).unwrap();
        assert_eq!(stream.calls, 1);
        assert_eq!(stream.taken, frame(&header, body));
    }
}

#[test]
fn a_stream_that_takes_less_gets_the_rest() {
    let header = json!({"size": 6});
    let whole = frame(&header, b"200 OK");
    for width in 1..=whole.len() {
        let mut stream = Narrow::default();
        stream.widths.push_back(Ok(width));
        stream.widths.push_back(Err(ErrorKind::Interrupted.into()));
        write_frame(&mut stream, &header, b"200 OK").unwrap();
        assert_eq!(stream.taken, whole, "{width} first");
    }
}

#[test]
fn a_stream_that_takes_nothing_is_an_error() {
    let mut stream = Narrow::default();
    stream.widths.push_back(Ok(0));
    let why = write_frame(&mut stream, &json!({}), b"").unwrap_err();
    assert_eq!(why.kind(), ErrorKind::WriteZero);
}

#[test]
fn reading_a_header_leaves_what_is_behind_it() {
    let header = json!({"size": 3, "name": "x".repeat(5000)});
    let mut stream = Cursor::new(frame(&header, b"abc"));
    assert_eq!(read_header(&mut stream).unwrap(), Some(header));
    let mut body = String::new();
    stream.read_to_string(&mut body).unwrap();
    assert_eq!(body, "abc");
    assert_eq!(read_header::<Value>(&mut stream).unwrap(), None);
}

#[test]
fn a_header_that_drips_in_is_read() {
    let stream = frame(&json!({"size": 3}), b"");
    let got: Option<Value> = read_header(&mut Drip(&stream, false)).unwrap();
    assert_eq!(got, Some(json!({"size": 3})));
}

#[test]
fn errors_keep_what_they_are_about() {
    let read = |stream: Vec<u8>| {
        let why = read_header::<Value>(&mut &stream[..]).unwrap_err();
        let inner = why.get_ref().unwrap().downcast_ref::<Error>();
        (why.kind(), inner.unwrap().to_string())
    };
    let cut = "the stream ends after 2 of the 5 bytes of a header";
    assert_eq!(
        read(said(5, b"{\"")),
        (ErrorKind::UnexpectedEof, cut.to_owned())
    );
    let length = "header length -1: 1 to 65536 is allowed";
    assert_eq!(
        read(said(-1, b"")),
        (ErrorKind::InvalidData, length.to_owned())
    );
    assert_eq!(read(raw(b"{}}")).0, ErrorKind::InvalidData);
}

#[test]
fn frames_pass_through_a_socket_both_ways() {
    must_end(|| {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let mut client =
            TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut server, _) = listener.accept().unwrap();
        std::thread::spawn(move || {
            while let Some(header) = read_header::<Value>(&mut server).unwrap()
            {
                let size = header["size"].as_u64().unwrap();
                let mut body = vec![0; size as usize];
                server.read_exact(&mut body).unwrap();
                body.make_ascii_uppercase();
                write_frame(&mut server, &header, &body).unwrap();
            }
        });
        for word in ["one", "", "three"] {
            let header = json!({"size": word.len()});
            write_frame(&mut client, &header, word.as_bytes()).unwrap();
            assert_eq!(read_header(&mut client).unwrap(), Some(header));
            let mut reply = vec![0; word.len()];
            client.read_exact(&mut reply).unwrap();
            assert_eq!(reply, word.to_uppercase().as_bytes());
        }
    });
}
