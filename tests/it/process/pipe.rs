//! What goes through a pipe, and how it ends.

use std::io::{ErrorKind, Read, Write};

use super::*;

/// More than any pipe holds.
const LARGE: usize = 4 << 20;

/// Answers every message in upper case.
pub(super) static ECHO: Entry = Entry::new("echo", |child| {
    let mut connection = child.connection();
    while let Some(text) = connection.recv_text().unwrap() {
        connection.send(text.to_uppercase()).unwrap();
    }
    0
});

/// Sends more than the pipe holds, and receives nothing meanwhile.
pub(super) static SHOUTS: Entry = Entry::new("shouts", |child| {
    let mut connection = child.connection();
    connection.send("begins").unwrap();
    connection.send(vec![b'!'; LARGE]).unwrap();
    0
});

/// Counts the bytes that it reads.
pub(super) static COUNTS: Entry = Entry::new("counts", |child| {
    let mut bytes = Vec::new();
    let (mut reader, mut writer) = child.connection().split();
    reader.read_to_end(&mut bytes).unwrap();
    writer.send(bytes.len().to_string()).unwrap();
    0
});

/// Sends until nobody reads.
pub(super) static BROKEN: Entry = Entry::new("broken", |child| {
    let mut writer = child.writer();
    loop {
        if let Err(why) = writer.send("are you there?") {
            return u8::from(why.kind() != ErrorKind::BrokenPipe);
        }
    }
});

#[test]
fn both_ends_of_a_connection_send_and_receive() {
    let (mut ours, theirs) = Pipe::new().duplex().unwrap();
    let process = started(child(&ECHO).pipe(theirs));
    for (sent, got) in [("hello", "HELLO"), ("", ""), ("again", "AGAIN")] {
        ours.send(sent).unwrap();
        assert_eq!(ours.recv_text().unwrap().as_deref(), Some(got));
    }
    drop(ours);
    assert_eq!(joined(&process), 0);
}

#[test]
fn several_ends_arrive_in_order() {
    static ORDER: [&str; 3] = ["first", "second", "third"];
    let pipes = ORDER.map(|name| Pipe::new().named(name).one_way().unwrap());
    let mut process = child(&super::start::TELLS);
    let mut readers = Vec::new();
    for (reader, writer) in pipes {
        process = process.pipe(writer);
        readers.push(reader);
    }
    let process = started(process);
    assert!(readers[0].recv().unwrap().is_some());
    assert_eq!(joined(&process), 0);
    assert_eq!(readers[1].recv().unwrap(), None);
    assert_eq!(readers[2].recv().unwrap(), None);
}

#[test]
fn a_reader_sees_the_end_when_the_writer_is_gone() {
    let (mut reader, mut writer) = Pipe::new().one_way().unwrap();
    writer.send("last words").unwrap();
    drop(writer);
    assert_eq!(reader.recv_text().unwrap().as_deref(), Some("last words"));
    assert_eq!(reader.recv().unwrap(), None);
    assert_eq!(reader.recv().unwrap(), None);
}

#[test]
fn a_reader_sees_the_end_when_the_writing_process_is_killed() {
    let (process, reader) = holder();
    process.kill();
    assert_gone(reader);
}

#[test]
fn a_writer_that_lives_in_another_child_keeps_nothing_open() {
    let (one, one_reader) = holder();
    let (other, other_reader) = holder();
    one.kill();
    assert_gone(one_reader);
    assert!(other.is_alive());
    other.kill();
    assert_gone(other_reader);
}

#[test]
fn a_writer_sees_a_broken_pipe_when_the_reader_is_gone() {
    let (reader, mut writer) = Pipe::new().one_way().unwrap();
    drop(reader);
    let why = writer.send("hello?").unwrap_err();
    assert_eq!(why.kind(), ErrorKind::BrokenPipe);
}

#[test]
fn a_child_sees_a_broken_pipe_as_an_error_and_lives() {
    let (mut reader, writer) = Pipe::new().one_way().unwrap();
    let process = started(child(&BROKEN).pipe(writer));
    assert!(reader.recv().unwrap().is_some());
    drop(reader);
    assert_eq!(joined(&process), 0);
}

#[test]
fn a_message_larger_than_the_buffer_passes_while_somebody_reads() {
    let (mut ours, theirs) = Pipe::new().duplex().unwrap();
    let process = started(child(&ECHO).pipe(theirs));
    let text = "x".repeat(LARGE);
    ours.send(&text).unwrap();
    assert_eq!(ours.recv_text().unwrap(), Some(text.to_uppercase()));
    drop(ours);
    assert_eq!(joined(&process), 0);
}

#[test]
fn bytes_pass_as_they_are() {
    let (ours, theirs) = Pipe::new().duplex().unwrap();
    let process = started(child(&COUNTS).pipe(theirs));
    let (mut reader, mut writer) = ours.split();
    writer.write_all(&vec![7; LARGE]).unwrap();
    drop(writer);
    assert_eq!(reader.recv_text().unwrap(), Some(LARGE.to_string()));
    assert_eq!(joined(&process), 0);
}

/// Both write more than the pipe holds before they read: neither ends. Only
/// a third who does not wait for ever gets out of it.
#[test]
fn two_that_both_fill_their_pipe_wait_for_each_other() {
    let (mut ours, theirs) = Pipe::new().duplex().unwrap();
    let process = started(child(&SHOUTS).pipe(theirs));
    assert_eq!(ours.recv_text().unwrap().as_deref(), Some("begins"));
    std::thread::scope(|scope| {
        let us = scope.spawn(|| ours.send(vec![b'?'; LARGE]));
        assert!(!process.join_timeout(Duration::from_millis(200)));
        assert!(!us.is_finished());
        process.kill();
        assert_eq!(joined(&process), -9);
        let why = us.join().unwrap().unwrap_err();
        assert_eq!(why.kind(), ErrorKind::BrokenPipe);
    });
}

#[test]
fn poll_tells_whether_there_is_something_to_read() {
    let (mut reader, mut writer) = Pipe::new().one_way().unwrap();
    assert!(!reader.poll(Duration::ZERO).unwrap());
    assert!(!reader.poll(Duration::from_millis(1)).unwrap());
    writer.send("now").unwrap();
    assert!(reader.poll(Duration::ZERO).unwrap());
    assert!(reader.recv().unwrap().is_some());
    assert!(!reader.poll(Duration::ZERO).unwrap());
    drop(writer);
    assert!(reader.poll(Duration::MAX).unwrap(), "the end is to be seen");
}

#[test]
fn a_message_that_is_no_text_is_an_error() {
    let (mut reader, mut writer) = Pipe::new().one_way().unwrap();
    writer.send([0xff]).unwrap();
    let why = reader.recv_text().unwrap_err();
    assert_eq!(why.kind(), ErrorKind::InvalidData);
}
