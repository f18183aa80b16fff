//! Selectors: CPython's claims, tried with every system call.

mod callbacks;
mod kinds;
mod limits;
mod reality;
mod registration;
mod select;
mod signals;
mod waker;

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use workbench::net::selector::{
    Event, Events, Interest, Kind, Selector, Token,
};

const NOW: Option<Duration> = Some(Duration::ZERO);

type Sockets = Selector<UnixStream, &'static str>;

fn sockets(kind: Kind) -> Sockets {
    let selector = Selector::of_kind(kind).unwrap();
    assert_eq!(selector.kind(), kind);
    selector
}

fn pair() -> (UnixStream, UnixStream) {
    UnixStream::pair().unwrap()
}

/// What is ready at once.
fn ready(selector: &mut Sockets) -> Vec<Event> {
    let mut events = Events::new();
    selector.select(&mut events, NOW).unwrap();
    assert_eq!(events.len(), events.iter().count());
    assert_eq!(events.is_empty(), events.iter().next().is_none());
    events.iter().copied().collect()
}

/// What is ready at once to be read, and what to be written.
fn ready_to(selector: &mut Sockets) -> (Vec<Token>, Vec<Token>) {
    let events = ready(selector);
    let tokens = |is: fn(&Event) -> bool| {
        let events = events.iter().filter(|event| is(event));
        events.map(Event::token).collect()
    };
    (tokens(Event::is_readable), tokens(Event::is_writable))
}

fn put(mut socket: &UnixStream, byte: u8) {
    socket.write_all(&[byte]).unwrap();
}

fn take(mut socket: &UnixStream) -> u8 {
    let mut byte = [0];
    socket.read_exact(&mut byte).unwrap();
    byte[0]
}
