//! What a queue tells a trace.

use std::panic::Location;
use std::time::Instant;

use crate::trace::{Blocked, ObjectKind, Raw, State, Tag};

/// A queue's identity in traces, and its capacity.
#[derive(Debug)]
pub(super) struct Journal {
    tag: Tag,
    /// Slots; 0 for as many as there is memory for.
    capacity: usize,
}

impl Journal {
    #[track_caller]
    pub(super) fn new(capacity: usize) -> Self {
        let tag = Tag::new(ObjectKind::Queue);
        if capacity > 0 {
            tag.set_capacity(capacity as u64);
        }
        Self { tag, capacity }
    }

    pub(super) fn tag(&self) -> &Tag {
        &self.tag
    }

    pub(super) fn set_name(&mut self, name: impl Into<String>) {
        self.tag.set_name(name);
        // A new name is a new object to the trace.
        if self.capacity > 0 {
            self.tag.set_capacity(self.capacity as u64);
        }
    }

    pub(super) fn capacity(&self) -> Option<usize> {
        (self.capacity > 0).then_some(self.capacity)
    }

    /// Whether anybody listens.
    #[inline]
    pub(super) fn is_on(&self) -> bool {
        self.tag.on()
    }

    /// The calling thread has put item `number`.
    #[inline]
    pub(super) fn put(
        &self,
        number: u64,
        len: impl FnOnce() -> usize,
        place: &'static Location<'static>,
    ) {
        if self.tag.on() {
            let len = len() as u64;
            let put = |object| Raw::Put { object, item: number, len };
            self.tag.record(put, place);
        }
    }

    /// The calling thread has got item `number`.
    #[inline]
    pub(super) fn got(
        &self,
        number: u64,
        len: impl FnOnce() -> usize,
        place: &'static Location<'static>,
    ) {
        if self.tag.on() {
            let len = len() as u64;
            let got = |object| Raw::Get { object, item: number, len };
            self.tag.record(got, place);
        }
    }

    /// The calling thread is about to wake others by something that is
    /// neither a put nor a get.
    #[inline]
    pub(super) fn signal(&self, place: &'static Location<'static>) {
        if self.tag.on() {
            self.tag.signal(place);
        }
    }

    /// The calling thread is about to wait, until `deadline` or for ever.
    pub(super) fn waits(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> Waiting {
        let on = self.tag.on();
        Waiting(on.then(|| self.tag.blocked(State::Queue, place, deadline)))
    }
}

/// The calling thread waits, until one of the methods says how that ended.
#[must_use]
pub(super) struct Waiting(Option<Blocked>);

impl Waiting {
    /// By an item or a slot: the put or get to come tells of it.
    pub(super) fn served(self) {}

    /// By a signal.
    pub(super) fn woken(self) {
        if let Some(blocked) = self.0 {
            blocked.woken();
        }
    }

    pub(super) fn timed_out(self) {
        if let Some(blocked) = self.0 {
            blocked.timed_out();
        }
    }
}
