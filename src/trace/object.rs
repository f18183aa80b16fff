//! What a primitive carries so that a trace can speak of it.
//!
//! A [`Tag`] is a few words in every lock, queue and atomic. It costs nothing
//! until the first event: only then is the shared [`Object`] made, which
//! remembers the number it has in the session that is recorded, who holds
//! it, and the last event that somebody may be waiting for.

use std::panic::Location;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use super::event::{ObjectKind, Place, State};
use super::recorder::{EventId, Raw, Recording, Session, on, with_lane};
use super::waits::Blocked;

/// A primitive's identity in traces.
#[derive(Debug)]
pub(crate) struct Tag {
    kind: ObjectKind,
    /// A part of another primitive: it has no events of its own.
    hidden: bool,
    /// Where the primitive was made: its name, until it is given one.
    made: &'static Location<'static>,
    object: OnceLock<Arc<Object>>,
}

/// What is known of a primitive while it is being recorded.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) kind: ObjectKind,
    pub(super) name: String,
    /// Slots, bytes, permits or parties; 0 where there is no such number.
    pub(super) capacity: AtomicU64,
    /// The session that saw it last, and its number there.
    id: AtomicU64,
    /// The lane that holds it, plus one; 0 for nobody or for several. Set
    /// after the real lock is taken and cleared before it is released, so
    /// that whoever reads a lane here knows that it has the lock.
    owner: AtomicU64,
    /// The event that a waiter's waking is due to, as bits; 0 for none.
    last: AtomicU64,
}

impl Tag {
    /// A tag for a primitive that its caller's caller makes.
    #[track_caller]
    pub(crate) const fn new(kind: ObjectKind) -> Self {
        Self::with(kind, false)
    }

    /// A tag for a part of another primitive, which speaks for it.
    #[track_caller]
    pub(crate) const fn hidden() -> Self {
        Self::with(ObjectKind::Lock, true)
    }

    #[track_caller]
    const fn with(kind: ObjectKind, hidden: bool) -> Self {
        let made = Location::caller();
        Self { kind, hidden, made, object: OnceLock::new() }
    }

    /// Gives the primitive the name that traces show.
    pub(crate) fn set_name(&mut self, name: impl Into<String>) {
        let object = Object::new(self.kind, name.into());
        self.object = OnceLock::from(Arc::new(object));
    }

    /// The name that was given, or where the primitive was made.
    pub(crate) fn name(&self) -> &str {
        &self.object().name
    }

    /// Its number in `session`, if it has had an event there.
    pub(super) fn id_in(&self, session: &Session) -> Option<u32> {
        let id = self.object.get()?.id.load(Ordering::Relaxed);
        (id >> 32 == session.number).then_some(id as u32)
    }

    /// Says how many slots, bytes, permits or parties there are.
    pub(crate) fn set_capacity(&self, capacity: u64) {
        self.object().capacity.store(capacity, Ordering::Relaxed);
    }

    fn object(&self) -> &Arc<Object> {
        self.object.get_or_init(|| {
            let place = Place::from(self.made).short();
            Arc::new(Object::new(self.kind, place))
        })
    }

    /// Whether events of this primitive are wanted by anybody.
    #[inline]
    pub(crate) fn on(&self) -> bool {
        on() && !self.hidden
    }

    /// Records an event of the calling thread about this object.
    pub(crate) fn record(
        &self,
        what: impl FnOnce(u32) -> Raw,
        place: &'static Location<'static>,
    ) {
        with_lane(|lane| self.record_in(lane, what, Some(place)));
    }

    /// Records an event, and remembers it as what waiters were woken by if
    /// it is of the kind that wakes.
    pub(super) fn record_in(
        &self,
        lane: &mut Recording,
        what: impl FnOnce(u32) -> Raw,
        place: Option<&'static Location<'static>>,
    ) {
        let object = self.object();
        let what = what(object.id(&lane.session));
        let id = lane.push(what, None, place);
        if let (Some(id), Raw::Signal(_) | Raw::Release(_)) = (id, what) {
            // Relaxed: read by whoever this wakes, after being woken.
            object.last.store(id.to_bits(), Ordering::Relaxed);
        }
    }

    /// The calling thread has taken this lock, alone.
    ///
    /// To be called while the real lock is held.
    #[cold]
    pub(crate) fn held(&self, place: &'static Location<'static>, waited: bool) {
        with_lane(|lane| {
            let object = self.object();
            let cause = waited.then(|| object.last()).flatten();
            let id = object.id(&lane.session);
            lane.push(Raw::Hold(id), cause, Some(place));
            self.owned_by(lane.lane);
        });
    }

    /// The calling thread shares this with others: a reader's lock, a permit.
    pub(crate) fn shared(
        &self,
        place: &'static Location<'static>,
        waited: bool,
    ) {
        with_lane(|lane| {
            let object = self.object();
            let cause = waited.then(|| object.last()).flatten();
            let id = object.id(&lane.session);
            lane.push(Raw::Hold(id), cause, Some(place));
        });
    }

    /// The calling thread is about to release this.
    ///
    /// To be called while the real lock is still held.
    #[cold]
    pub(crate) fn released(&self, place: &'static Location<'static>) {
        self.object().owner.store(0, Ordering::Relaxed);
        self.record(Raw::Release, place);
    }

    /// The calling thread is about to wake whoever waits for this.
    #[cold]
    pub(crate) fn signal(&self, place: &'static Location<'static>) {
        self.record(Raw::Signal, place);
    }

    /// Relaxed: see the field.
    pub(super) fn owned_by(&self, lane: u32) {
        self.object().owner.store(u64::from(lane) + 1, Ordering::Relaxed);
    }

    /// The calling thread is about to block on this, until `deadline` or for
    /// ever. Dropping what is returned ends the wait.
    #[cold]
    pub(crate) fn blocked(
        &self,
        state: State,
        place: &'static Location<'static>,
        deadline: Option<Instant>,
    ) -> Blocked {
        let object = self.object();
        let entered = with_lane(|lane| {
            let id = object.id(&lane.session);
            lane.push(Raw::State(state, Some(id)), None, Some(place));
            (lane.session.clone(), lane.lane)
        });
        Blocked::new(entered, object.clone(), place, deadline.is_none())
    }
}

impl Object {
    fn new(kind: ObjectKind, name: String) -> Self {
        Self {
            kind,
            name,
            capacity: AtomicU64::new(0),
            id: AtomicU64::new(0),
            owner: AtomicU64::new(0),
            last: AtomicU64::new(0),
        }
    }

    /// Its number in `session`, given at its first event there.
    #[inline]
    pub(super) fn id(self: &Arc<Self>, session: &Session) -> u32 {
        // Relaxed: the number is all that is read.
        let id = self.id.load(Ordering::Relaxed);
        if id >> 32 == session.number {
            return id as u32;
        }
        self.register(session)
    }

    #[cold]
    fn register(self: &Arc<Self>, session: &Session) -> u32 {
        let mut objects = session.objects.lock();
        // Another thread may have been here first.
        let id = self.id.load(Ordering::Relaxed);
        if id >> 32 == session.number {
            return id as u32;
        }
        let id = objects.len() as u32;
        objects.push(self.clone());
        self.last.store(0, Ordering::Relaxed);
        self.id.store(session.number << 32 | u64::from(id), Ordering::Relaxed);
        id
    }

    /// The lane that holds this alone.
    pub(super) fn owner(&self) -> Option<u32> {
        self.owner.load(Ordering::Relaxed).checked_sub(1).map(|l| l as u32)
    }

    pub(super) fn last(&self) -> Option<EventId> {
        EventId::from_bits(self.last.load(Ordering::Relaxed))
    }
}
