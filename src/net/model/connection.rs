//! A connection of a server that waits for many at once.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::panic::Location;

use super::session::Session;
use crate::net::lane::Lane;
use crate::net::socket::End;
use crate::trace::State;

/// Bytes of answers that may wait before their connection is not listened to
/// any more.
pub(super) const HIGH: usize = 1 << 20;

/// Bytes that are read at once.
pub(super) const ROOM: usize = 64 << 10;

/// What is known of a connection, besides its socket.
pub(super) struct Talk<S> {
    session: S,
    lane: Lane,
    end: End,
    /// Answers; those before `sent` are gone.
    answers: Vec<u8>,
    sent: usize,
    /// The peer has said all.
    has_ended: bool,
}

/// Whether a connection goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goes {
    /// It does, and may have more to do.
    On,
    /// It does, and there is nothing more to do for now.
    Waits,
    /// It does not.
    Over,
}

impl<S: Session> Talk<S> {
    /// The connection of this number.
    pub(super) fn new(session: S, stream: &TcpStream, number: u64) -> Self {
        Self {
            session,
            lane: Lane::open(|| format!("connection-{number}"), State::Io),
            end: End::of(stream),
            answers: Vec::new(),
            sent: 0,
            has_ended: false,
        }
    }

    /// Its peer has said something.
    pub(super) fn ready(&mut self) {
        self.lane.ready();
    }

    /// These bytes have come; none: the peer has said all.
    pub(super) fn receive(&mut self, bytes: &[u8]) {
        self.has_ended |= bytes.is_empty();
        if self.sent == self.answers.len() {
            self.answers.clear();
            self.sent = 0;
        }
        let _inside = self.lane.enter();
        self.end.has_read(bytes.len(), Location::caller());
        self.session.receive(bytes, &mut self.answers);
    }

    /// What is to be sent.
    pub(super) fn left(&self) -> &[u8] {
        &self.answers[self.sent..]
    }

    /// So much of it was sent.
    pub(super) fn sent(&mut self, count: usize) {
        self.sent += count;
        let _inside = self.lane.enter();
        self.end.has_written(count, Location::caller());
    }

    /// Whether the peer is to be listened to.
    pub(super) fn listens(&self) -> bool {
        !self.has_ended && self.left().len() < HIGH
    }

    /// Whether all was heard and said.
    pub(super) fn is_over(&self) -> bool {
        self.has_ended && self.left().is_empty()
    }

    /// Reads once, if that is wanted, and sends what it can, on a socket that
    /// does not block.
    pub(super) fn go_on(
        &mut self,
        mut stream: &TcpStream,
        room: &mut [u8],
    ) -> Goes {
        let mut goes = Goes::Waits;
        let listened = self.listens();
        if listened {
            match stream.read(room) {
                Ok(count) => {
                    self.receive(&room[..count]);
                    goes = Goes::On;
                }
                Err(why) if is_transient(&why) => {}
                Err(_) => return Goes::Over,
            }
        }
        while !self.left().is_empty() {
            match stream.write(self.left()) {
                Ok(count) => self.sent(count),
                Err(why) if is_transient(&why) => break,
                Err(_) => return Goes::Over,
            }
        }
        match self.is_over() {
            true => Goes::Over,
            // There is room again.
            false if !listened && self.listens() => Goes::On,
            false => goes,
        }
    }
}

/// Whether it is to be tried again later.
pub(super) fn is_transient(why: &io::Error) -> bool {
    matches!(why.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}
