//! What is registered, under which name, and for how long.

use std::io::{ErrorKind, Read};
use std::os::fd::{AsFd, AsRawFd};
use std::sync::Arc;

use super::kinds::for_every_kind;
use super::*;
use crate::again::{alone, name_of};

for_every_kind! {
    what_is_registered_has_a_key
    descriptor_registered_twice_is_refused_and_handed_back
    what_is_unregistered_is_handed_back_once
    token_of_an_ended_registration_names_no_later_one
    what_is_unregistered_can_be_registered_again
    interest_can_be_modified
    data_can_be_modified
    what_is_not_registered_is_not_modified
    map_has_everything_that_is_registered
    dropped_selector_closes_what_it_owns
}

fn what_is_registered_has_a_key(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, _other) = pair();
    let fd = one.as_raw_fd();
    let token = selector.register(one, Interest::Read, "data").unwrap();
    let key = selector.get_key(token).unwrap();
    assert_eq!((key.source().as_raw_fd(), key.fd()), (fd, fd));
    assert_eq!((key.interest(), *key.data()), (Interest::Read, "data"));
}

fn descriptor_registered_twice_is_refused_and_handed_back(kind: Kind) {
    let mut selector = Selector::of_kind(kind).unwrap();
    let one = Arc::new(pair().0);
    let fd = one.as_raw_fd();
    let token = selector.register(one.clone(), Interest::Read, 1).unwrap();
    let why = selector.register(one, Interest::Write, 2).unwrap_err();
    assert_eq!(why.error.kind(), ErrorKind::AlreadyExists);
    assert_eq!(
        why.to_string(),
        format!(
            "descriptor {fd} cannot be registered with {kind}: it is \
             registered already"
        )
    );
    assert_eq!((why.source.as_raw_fd(), why.data), (fd, 2));
    // The first registration is as it was.
    assert_eq!(selector.get_map().len(), 1);
    let key = selector.get_key(token).unwrap();
    assert_eq!((key.interest(), *key.data()), (Interest::Read, 1));
}

fn what_is_unregistered_is_handed_back_once(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, other) = pair();
    let token = selector.register(one, Interest::Read, "data").unwrap();
    put(&other, b'x');
    assert_eq!(ready(&mut selector).len(), 1);
    let (one, data) = selector.unregister(token).unwrap();
    assert_eq!((take(&one), data), (b'x', "data"));
    put(&other, b'y');
    assert_eq!(ready(&mut selector), []);
    assert!(selector.unregister(token).is_none());
    assert!(selector.get_key(token).is_none());
    assert!(selector.get_map().is_empty());
}

/// Two are ready, and what is done about the one ends the other.
fn token_of_an_ended_registration_names_no_later_one(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, other) = pair();
    let (third, _fourth) = pair();
    let first = selector.register(one, Interest::Write, "first").unwrap();
    let events = ready(&mut selector);
    drop(selector.unregister(first));
    let second = selector.register(third, Interest::Read, "second").unwrap();
    assert_ne!(first, second);
    assert_eq!(events[0].token(), first);
    assert!(selector.get_key(first).is_none());
    assert!(selector.get_key_mut(first).is_none());
    assert!(selector.unregister(first).is_none());
    assert!(selector.modify(first, Interest::Write).is_err());
    assert_eq!(*selector.get_key(second).unwrap().data(), "second");
    drop(other);
}

fn what_is_unregistered_can_be_registered_again(kind: Kind) {
    let mut selector = sockets(kind);
    let token = selector.register(pair().0, Interest::Read, "").unwrap();
    let (one, _) = selector.unregister(token).unwrap();
    let token = selector.register(one, Interest::Write, "").unwrap();
    assert_eq!(ready_to(&mut selector), (vec![], vec![token]));
}

/// The system gives a new descriptor the smallest number that is free.
#[test]
fn number_of_a_closed_descriptor_is_another_registration() {
    let test = name_of!(number_of_a_closed_descriptor_is_another_registration);
    alone(test, || {
        for kind in Kind::ALL {
            let mut selector = sockets(*kind);
            let (one, _other) = pair();
            let number = one.as_raw_fd();
            let first = selector.register(one, Interest::Read, "").unwrap();
            drop(selector.unregister(first));
            let (one, _other) = pair();
            assert_eq!(one.as_raw_fd(), number);
            let second = selector.register(one, Interest::Write, "").unwrap();
            assert_ne!(first, second);
            assert_eq!(ready_to(&mut selector), (vec![], vec![second]));
        }
    });
}

fn interest_can_be_modified(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, other) = pair();
    put(&other, b'x');
    let token = selector.register(one, Interest::Read, "data").unwrap();
    assert_eq!(ready_to(&mut selector), (vec![token], vec![]));
    selector.modify(token, Interest::Write).unwrap();
    assert_eq!(ready_to(&mut selector), (vec![], vec![token]));
    selector.modify(token, Interest::ReadWrite).unwrap();
    assert_eq!(ready_to(&mut selector), (vec![token], vec![token]));
    selector.modify(token, Interest::ReadWrite).unwrap();
    let key = selector.get_key(token).unwrap();
    assert_eq!((key.interest(), *key.data()), (Interest::ReadWrite, "data"));
}

fn data_can_be_modified(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, other) = pair();
    let token = selector.register(one, Interest::Read, "before").unwrap();
    let (source, data) = selector.get_key_mut(token).unwrap().split();
    put(&other, b'x');
    assert_eq!(take(source), b'x');
    *data = "after";
    assert_eq!(*selector.get_key(token).unwrap().data(), "after");
    *selector.get_key_mut(token).unwrap().data_mut() = "at last";
    assert_eq!(selector.unregister(token).unwrap().1, "at last");
}

fn what_is_not_registered_is_not_modified(kind: Kind) {
    let mut selector = sockets(kind);
    let token = selector.register(pair().0, Interest::Read, "").unwrap();
    drop(selector.unregister(token));
    let why = selector.modify(token, Interest::Write).unwrap_err();
    assert_eq!(why.kind(), ErrorKind::NotFound);
    assert!(why.to_string().ends_with("is not registered any more"), "{why}");
}

fn map_has_everything_that_is_registered(kind: Kind) {
    let mut selector = sockets(kind);
    assert!(selector.get_map().is_empty());
    assert_eq!(selector.get_map().iter().count(), 0);
    let (one, other) = pair();
    let (stranger, _) = pair();
    let first = selector.register(one, Interest::Read, "one").unwrap();
    let second = selector.register(other, Interest::Write, "other").unwrap();
    let map = selector.get_map();
    assert_eq!(map.len(), 2);
    let all = map.iter().map(|(token, key)| (token, *key.data()));
    assert!(all.eq([(first, "one"), (second, "other")]));
    for token in [first, second] {
        let source = map.get(token).unwrap().source();
        assert_eq!(map.find(source), Some(token));
        assert_eq!(map.find(source.as_fd()), Some(token));
    }
    assert_eq!(map.find(&stranger), None);
    drop(selector.unregister(first));
    let all = selector.get_map().iter().map(|(token, _)| token);
    assert!(all.eq([second]));
}

fn dropped_selector_closes_what_it_owns(kind: Kind) {
    let mut selector = sockets(kind);
    let (one, mut other) = pair();
    selector.register(one, Interest::Read, "").unwrap();
    drop(selector);
    assert_eq!(other.read(&mut [0]).unwrap(), 0);
}
