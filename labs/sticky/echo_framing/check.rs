//! What a server makes of a peer that keeps no border and no promise.

use std::io::{self, ErrorKind};

use workbench::exercise::{Check, Peer, splits};

use super::{LIMIT, serve};

#[test]
fn check() {
    Check::new("echo_framing")
        .really("one message is answered in upper case", one_message)
        .really("messages arrive in any pieces", every_split)
        .really("a peer may take one byte at a time", slow_reader)
        .really("an empty message has an empty answer", empty_message)
        .really("the longest message is answered", longest)
        .really("a longer one is refused, and costs no memory", too_long)
        .really("an end in the middle is an error", cut_short)
        .really("an end between messages is none", hung_up)
        .run();
}

/// A message as it is sent: its length in four bytes, the highest first, and
/// its bytes.
fn frame(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    [&length, message].concat()
}

/// What comes back, and how the conversation ended.
fn answers(sent: Vec<Vec<u8>>, takes: usize) -> (Vec<u8>, io::Result<()>) {
    let mut peer = Peer::new(sent, takes);
    let ended = serve(&mut peer);
    (peer.heard().to_vec(), ended)
}

#[track_caller]
fn assert_answered(sent: Vec<Vec<u8>>, takes: usize, answer: &[u8]) {
    let pieces = sent.clone();
    let (heard, ended) = answers(sent, takes);
    let what = format!("sent {pieces:?}, taking {takes} bytes at a time");
    assert!(ended.is_ok(), "{what}: it failed: {ended:?}");
    assert_eq!(heard, answer, "{what}: the answer is on the left");
}

fn one_message() {
    assert_answered(vec![frame(b"hello")], 1024, &frame(b"HELLO"));
}

/// Of two short messages: 11 bytes, cut in all 1,024 ways.
fn every_split() {
    let sent = [frame(b"hi"), frame(b"x")].concat();
    let answer = [frame(b"HI"), frame(b"X")].concat();
    for pieces in splits(&sent) {
        assert_answered(pieces, 1024, &answer);
    }
}

fn slow_reader() {
    assert_answered(vec![frame(b"hello")], 1, &frame(b"HELLO"));
}

fn empty_message() {
    let sent = [frame(b""), frame(b"a")].concat();
    let answer = [frame(b""), frame(b"A")].concat();
    assert_answered(vec![sent], 1024, &answer);
}

fn longest() {
    let (sent, answer) = (vec![b'a'; LIMIT], vec![b'A'; LIMIT]);
    assert_answered(vec![frame(&sent)], 100, &frame(&answer));
}

fn too_long() {
    let one_more = u32::try_from(LIMIT + 1).unwrap();
    for length in [one_more, u32::MAX] {
        let sent = [&length.to_be_bytes()[..], b"abc"].concat();
        let (heard, ended) = answers(vec![sent], 1024);
        let kind = ended.map_err(|why| why.kind());
        assert_eq!(
            kind,
            Err(ErrorKind::InvalidData),
            "of a message of {length} bytes"
        );
        assert!(heard.is_empty(), "nothing is answered to it");
    }
}

fn cut_short() {
    let whole = frame(b"hi");
    for end in 1..whole.len() {
        let (heard, ended) = answers(vec![whole[..end].to_vec()], 1024);
        let kind = ended.map_err(|why| why.kind());
        let what = format!("after {end} of {} bytes", whole.len());
        assert_eq!(kind, Err(ErrorKind::UnexpectedEof), "{what}");
        assert!(heard.is_empty(), "{what}: nothing is answered");
    }
}

fn hung_up() {
    assert_answered(vec![], 1024, &[]);
}
