//! What is ready.

use super::{Interest, Token};

/// That something registered is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    token: Token,
    readable: bool,
    writable: bool,
}

impl Event {
    pub(super) fn new(token: Token, readable: bool, writable: bool) -> Self {
        Self { token, readable, writable }
    }

    /// What it is about.
    #[must_use]
    pub fn token(&self) -> Token {
        self.token
    }

    /// Whether a read does not block: there are bytes, or an end, or an
    /// error, or somebody to accept.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        self.readable
    }

    /// Whether a write does not block: there is room, or an error.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// Keeps what somebody is interested in; whether that is anything.
    pub(super) fn keep(&mut self, interest: Interest) -> bool {
        self.readable &= interest.is_readable();
        self.writable &= interest.is_writable();
        self.readable || self.writable
    }
}

/// What one call found ready, in no particular order. It is to be used for
/// all calls, so that they need no memory of their own.
#[derive(Debug, Default)]
pub struct Events {
    pub(super) list: Vec<Event>,
    pub(super) woken: bool,
}

impl Events {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many are ready: one for each registration, whatever it is ready
    /// for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing is ready: the time was over, or a waker called.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether a [`Waker`](super::Waker) called since the last call.
    #[must_use]
    pub fn woken(&self) -> bool {
        self.woken
    }

    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Event> {
        self.list.iter()
    }
}

impl<'a> IntoIterator for &'a Events {
    type Item = &'a Event;
    type IntoIter = std::slice::Iter<'a, Event>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
