//! What is ready, and when a call returns.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, PipeWriter};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;

use super::kinds::for_every_kind;
use super::*;

for_every_kind! {
    what_is_ready_is_told_and_nothing_else
    read_and_write_are_one_event
    what_is_not_dealt_with_is_told_again
    nobody_hears_of_what_they_have_no_interest_in
    end_of_a_stream_is_to_be_read
    end_of_a_pipe_is_to_be_read
    write_that_can_only_fail_is_to_be_written
    nothing_registered_is_no_reason_to_wait
    timeout_of_zero_never_waits
    timeout_is_not_over_before_its_time
    timeout_beyond_all_clocks_is_for_ever
    twelve_conversations_arrive_whole
    sources_of_different_types_share_a_selector
    selector_goes_from_thread_to_thread
}

fn what_is_ready_is_told_and_nothing_else(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, other) = pair();
    let reads = selector.register(one, Interest::Read, "reads").unwrap();
    let writes = selector.register(other, Interest::Write, "writes").unwrap();
    assert_eq!(ready_to(&mut selector), (vec![], vec![writes]));
    put(selector.get_key(writes).unwrap().source(), b'x');
    assert_eq!(ready_to(&mut selector), (vec![reads], vec![writes]));
}

fn read_and_write_are_one_event(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, other) = pair();
    let token = selector.register(one, Interest::ReadWrite, "").unwrap();
    put(&other, b'x');
    let [event] = ready(&mut selector)[..] else { panic!() };
    assert_eq!(event.token(), token);
    assert!(event.is_readable() && event.is_writable());
}

fn what_is_not_dealt_with_is_told_again(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, other) = pair();
    let token = selector.register(one, Interest::Read, "").unwrap();
    put(&other, b'x');
    put(&other, b'y');
    for byte in [b'x', b'y'] {
        for _ in 0..2 {
            assert_eq!(ready_to(&mut selector), (vec![token], vec![]));
        }
        assert_eq!(take(selector.get_key(token).unwrap().source()), byte);
    }
    assert_eq!(ready(&mut selector), []);
}

fn nobody_hears_of_what_they_have_no_interest_in(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, other) = pair();
    let token = selector.register(one, Interest::Write, "").unwrap();
    put(&other, b'x');
    assert_eq!(ready_to(&mut selector), (vec![], vec![token]));
    // Closed, it is ready for everything.
    drop(other);
    assert_eq!(ready_to(&mut selector), (vec![], vec![token]));
}

fn end_of_a_stream_is_to_be_read(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, other) = pair();
    let token = selector.register(one, Interest::Read, "").unwrap();
    assert_eq!(ready(&mut selector), []);
    drop(other);
    assert_eq!(ready_to(&mut selector), (vec![token], vec![]));
    let mut source = selector.get_key(token).unwrap().source();
    assert_eq!(source.read(&mut [0]).unwrap(), 0);
}

/// The system says of it that it is hung up, and not that it is readable.
fn end_of_a_pipe_is_to_be_read(kind: Kind) {
    let mut selector = Selector::of_kind(kind).unwrap();
    let (reader, writer) = io::pipe().unwrap();
    let token = selector.register(reader, Interest::Read, ()).unwrap();
    drop(writer);
    let mut events = Events::new();
    selector.select(&mut events, None).unwrap();
    assert!(events.iter().all(|it| it.is_readable() && !it.is_writable()));
    assert!(events.iter().map(Event::token).eq([token]));
}

/// A full pipe whose reader goes: there is an error instead of room.
fn write_that_can_only_fail_is_to_be_written(kind: Kind) {
    let mut selector = Selector::<PipeWriter>::of_kind(kind).unwrap();
    let (reader, writer) = io::pipe().unwrap();
    rustix::io::ioctl_fionbio(&writer, true).unwrap();
    while (&writer).write(&[0; 4096]).is_ok() {}
    let token = selector.register(writer, Interest::Write, ()).unwrap();
    let mut events = Events::new();
    selector.select(&mut events, NOW).unwrap();
    assert!(events.is_empty());
    drop(reader);
    selector.select(&mut events, None).unwrap();
    assert!(events.iter().all(|it| it.is_writable() && !it.is_readable()));
    assert_eq!(events.len(), 1);
    let mut source = selector.get_key(token).unwrap().source();
    let why = source.write(&[0]).unwrap_err();
    assert_eq!(why.kind(), io::ErrorKind::BrokenPipe);
}

fn nothing_registered_is_no_reason_to_wait(kind: Kind) {
    let mut selector = sockets(kind);
    assert_eq!(ready(&mut selector), []);
    let begin = Instant::now();
    let time = Duration::from_millis(20);
    let mut events = Events::new();
    selector.select(&mut events, Some(time)).unwrap();
    assert!(events.is_empty() && !events.woken());
    assert!(begin.elapsed() >= time);
}

/// Red if it waits: nobody would end that, and the test would hang.
fn timeout_of_zero_never_waits(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, _other) = pair();
    let token = selector.register(one, Interest::Write, "").unwrap();
    assert_eq!(ready(&mut selector).len(), 1);
    selector.modify(token, Interest::Read).unwrap();
    assert_eq!(ready(&mut selector), []);
}

fn timeout_is_not_over_before_its_time(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, _other) = pair();
    selector.register(one, Interest::Read, "").unwrap();
    let mut events = Events::new();
    for micros in [1, 900, 1_001, 20_500] {
        let time = Duration::from_micros(micros);
        let begin = Instant::now();
        selector.select(&mut events, Some(time)).unwrap();
        assert!(begin.elapsed() >= time);
        assert!(events.is_empty() && !events.woken());
    }
}

fn timeout_beyond_all_clocks_is_for_ever(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, other) = pair();
    selector.register(one, Interest::Read, "").unwrap();
    put(&other, b'x');
    let mut events = Events::new();
    for seconds in [1 << 31, 1 << 40, u64::MAX] {
        let time = Duration::from_secs(seconds);
        selector.select(&mut events, Some(time)).unwrap();
        assert_eq!(events.len(), 1);
    }
}

/// CPython's `test_selector`: everyone who may write is served once, and who
/// is written to is the one to read.
fn twelve_conversations_arrive_whole(kind: Kind) {
    let mut selector = sockets(kind);
    let mut reader_of = HashMap::new();
    for _ in 0..12 {
        let (one, other) = pair();
        let reads = selector.register(one, Interest::Read, "reads").unwrap();
        let writes = selector.register(other, Interest::Write, "").unwrap();
        reader_of.insert(writes, reads);
    }
    for left in (1..=12_u8).rev() {
        let (readers, writers) = ready_to(&mut selector);
        assert_eq!((readers.len(), writers.len()), (0, left.into()));
        let writer = writers[usize::from(left) / 2];
        put(selector.get_key(writer).unwrap().source(), left);
        let (readers, _) = ready_to(&mut selector);
        assert_eq!(readers, [reader_of[&writer]]);
        let (reader, _) = selector.unregister(readers[0]).unwrap();
        assert_eq!(take(&reader), left);
        drop(selector.unregister(writer));
    }
    assert!(selector.get_map().is_empty());
}

fn sources_of_different_types_share_a_selector(kind: Kind) {
    let mut selector = Selector::<Box<dyn AsFd>>::of_kind(kind).unwrap();
    let (_reader, writer) = io::pipe().unwrap();
    let (one, _other) = pair();
    selector.register(Box::new(writer), Interest::Write, ()).unwrap();
    selector.register(Box::new(one), Interest::Write, ()).unwrap();
    let mut events = Events::new();
    selector.select(&mut events, None).unwrap();
    assert_eq!(events.len(), 2);
}

fn selector_goes_from_thread_to_thread(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, other) = pair();
    selector.register(one, Interest::Read, "").unwrap();
    put(&other, b'x');
    let thread = std::thread::spawn(move || ready(&mut selector).len());
    assert_eq!(thread.join().unwrap(), 1);
}

/// What cannot be read without waiting is only known of what can be waited
/// for.
#[test]
fn regular_file_is_always_ready_and_refused_by_epoll() {
    let file = || File::open(std::env::current_exe().unwrap()).unwrap();
    for kind in Kind::ALL {
        let mut selector = Selector::of_kind(*kind).unwrap();
        let registered = selector.register(file(), Interest::Read, ());
        if kind.to_string() == "epoll" {
            let why = registered.unwrap_err();
            let eperm = rustix::io::Errno::PERM.raw_os_error();
            assert_eq!(why.error.raw_os_error(), Some(eperm));
            assert!(why.source.metadata().unwrap().is_file());
            assert!(selector.get_map().is_empty());
        } else {
            registered.unwrap();
            let mut events = Events::new();
            selector.select(&mut events, None).unwrap();
            assert_eq!(events.len(), 1);
        }
    }
}

#[test]
fn best_kind_of_this_system_is_the_default() {
    let selector = Selector::<BorrowedFd<'_>>::new().unwrap();
    assert_eq!(Some(&selector.kind()), Kind::ALL.last());
}
