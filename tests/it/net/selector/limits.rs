//! More descriptors than select(2) has bits for.
//!
//! Each in a process of its own, lest others get large numbers meanwhile.

use std::io::ErrorKind;
use std::os::fd::AsRawFd;

use super::*;
use crate::again::{alone, name_of};
use crate::descriptors;

/// More of them than epoll tells of at once.
const MANY: usize = 1100;

/// Does `body` if twice so many descriptors, and some, are to be had.
fn if_allowed(body: impl FnOnce()) {
    if descriptors::allow(2 * MANY as u64 + 100) {
        body();
    }
}

/// Pairs of sockets until a number is 1024 or larger.
fn up_to_1024() -> Vec<UnixStream> {
    let mut all = Vec::new();
    while all.last().is_none_or(|it: &UnixStream| it.as_raw_fd() < 1024) {
        let (one, other) = pair();
        all.extend([one, other]);
    }
    all
}

#[test]
fn select_refuses_a_descriptor_above_1023_with_a_clear_word() {
    let test =
        name_of!(select_refuses_a_descriptor_above_1023_with_a_clear_word);
    alone(test, || if_allowed(select_refuses));
}

fn select_refuses() {
    let mut selector = sockets(Kind::Select);
    let mut refused = 0;
    let all = up_to_1024();
    let sockets = all.len();
    for socket in all {
        let fd = socket.as_raw_fd();
        let Err(why) = selector.register(socket, Interest::Write, "") else {
            assert!(fd < 1024);
            continue;
        };
        refused += 1;
        assert_eq!(why.error.kind(), ErrorKind::InvalidInput);
        assert_eq!(why.source.as_raw_fd(), fd);
        assert_eq!(
            why.to_string(),
            format!(
                "descriptor {fd} cannot be registered with select: select \
                 takes 0 to 1023 only; use poll or epoll"
            )
        );
    }
    assert!(refused > 0);
    // All others go on.
    assert_eq!(ready(&mut selector).len(), sockets - refused);
}

#[test]
fn select_without_a_small_number_for_itself_is_refused() {
    let test = name_of!(select_without_a_small_number_for_itself_is_refused);
    alone(test, || {
        if_allowed(|| {
            let _all = up_to_1024();
            let why = Sockets::of_kind(Kind::Select).unwrap_err();
            assert_eq!(why.kind(), ErrorKind::InvalidInput);
        });
    });
}

#[test]
fn poll_and_epoll_have_room_for_more() {
    let test = name_of!(poll_and_epoll_have_room_for_more);
    alone(test, || {
        if_allowed(|| {
            for kind in Kind::ALL.iter().filter(|it| **it != Kind::Select) {
                all_are_told(*kind);
            }
        });
    });
}

/// One call of poll tells of all. One of epoll tells of many, and the rest
/// follow.
fn all_are_told(kind: Kind) {
    let mut selector = sockets(kind);
    for _ in 0..MANY {
        let (one, other) = pair();
        put(&other, b'x');
        selector.register(one, Interest::Read, "").unwrap();
        selector.register(other, Interest::Write, "").unwrap();
    }
    let at_once = if kind == Kind::Poll { 2 * MANY } else { 1024 };
    while !selector.get_map().is_empty() {
        let events = ready(&mut selector);
        assert_eq!(events.len(), at_once.min(selector.get_map().len()));
        // What is left stays ready when its other end is closed.
        for event in events {
            drop(selector.unregister(event.token()).unwrap());
        }
    }
}
