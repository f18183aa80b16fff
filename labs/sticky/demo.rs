use std::io::{Read, Write};
use std::time::Duration;

use workbench::thread;

use super::line::{line, receive, send};
use crate::labs::{Story, named};

const WORDS: [&str; 10] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten",
];

/// TCP is one stream of bytes. What has come is read in one go, however many
/// writes it was.
pub(super) fn glued(story: &Story) {
    ten_writes(story, false);
}

/// The option sends every write at once, in a packet of its own. The reader
/// does not see packets.
pub(super) fn no_delay(story: &Story) {
    ten_writes(story, true);
}

// ANCHOR: ten-writes
fn ten_writes(story: &Story, no_delay: bool) {
    let (mut from, mut to) = line();
    to.set_nodelay(no_delay).unwrap();
    let writer = named("writer").spawn(move || {
        for word in WORDS {
            to.write_all(word.as_bytes()).unwrap();
        }
    });
    let reader = named("reader").spawn(move || {
        let mut bytes = [0; 1024];
        // Busy elsewhere until all has come.
        while from.peek(&mut bytes).unwrap() < WORDS.concat().len() {
            thread::sleep(Duration::from_millis(1));
        }
        let count = from.read(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..count]).into_owned()
    });
    writer.unwrap().join().unwrap();
    let read = reader.unwrap().join().unwrap();
    match read == WORDS[0] {
        true => story.right("the first read had the first word"),
        false => story.wrong(format!("10 writes, one read: {read}")),
    }
}
// ANCHOR_END: ten-writes

/// More than the system passes on in one go.
const LETTER: usize = 1 << 20;

/// The read has room for everything, and gets what has come so far.
pub(super) fn pieces(story: &Story) {
    let (mut from, mut to) = line();
    let writer = named("writer").spawn(move || {
        to.write_all(&vec![b'x'; LETTER]).unwrap();
    });
    let reader = named("reader").spawn(move || {
        let mut bytes = vec![0; LETTER];
        let mut pieces = Vec::new();
        loop {
            match from.read(&mut bytes).unwrap() {
                0 => return pieces,
                count => pieces.push(count),
            }
        }
    });
    writer.unwrap().join().unwrap();
    let pieces = reader.unwrap().join().unwrap();
    let (reads, first) = (pieces.len(), pieces[0]);
    match reads {
        1 => story.right("one write, one read"),
        _ => story.wrong(format!(
            "one write of {LETTER} bytes, {reads} reads; the first had {first}"
        )),
    }
}

/// A length before each message: ten short ones and a long one have the same
/// borders on both sides, wherever the reads end.
pub(super) fn framed(story: &Story) {
    let (mut from, mut to) = line();
    let mut messages: Vec<_> = WORDS.map(str::to_owned).into();
    messages.push("x".repeat(LETTER));
    let writer = named("writer").spawn({
        let messages = messages.clone();
        move || {
            for message in messages {
                send(&mut to, message.as_bytes()).unwrap();
            }
        }
    });
    let reader = named("reader").spawn(move || {
        let mut messages = Vec::new();
        while let Some(message) = receive(&mut from).unwrap() {
            messages.push(String::from_utf8(message).unwrap());
        }
        messages
    });
    writer.unwrap().join().unwrap();
    let came = reader.unwrap().join().unwrap();
    match came == messages {
        true => story.right("11 messages came as they were sent"),
        false => story.wrong(format!("{} messages came", came.len())),
    }
}
