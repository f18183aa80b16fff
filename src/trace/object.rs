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
use super::recorder::{Recording, with_lane};
use super::session::{EventId, Raw, Session, on};
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
    /// What the kernel of an explored program knows it by; see
    /// `model::Identity`.
    identity: AtomicU64,
}

/// What is known of a primitive while it is being recorded.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) kind: ObjectKind,
    pub(super) name: String,
    /// Whether somebody gave it that name.
    pub(super) named: bool,
    /// Slots, bytes, permits or parties; 0 where there is no such number.
    /// Relaxed: looked at when the run is over.
    pub(super) capacity: AtomicU64,
    /// The session that saw it last, and its number there.
    id: AtomicU64,
    /// The session and the lane that holds it, plus one; 0 for nobody or for
    /// several. Set after the real lock is taken and cleared before it is
    /// released. Relaxed: it is believed of a lane that is blocked, which has
    /// passed the lock of `Waits` since it wrote here.
    owner: AtomicU64,
    /// The event that a waiter's waking is due to, as [`stamp`] packs it; 0
    /// for none, or for one that is not recorded. Relaxed: read by whoever was
    /// woken, after that.
    last: AtomicU64,
}

/// Bits of a stamp for the lane and for the event's index in it; those left
/// are the session's.
const LANE_BITS: u32 = 20;
const INDEX_BITS: u32 = 28;

/// An event and its session in one word, so that an object which two
/// sessions use never shows one of them an event of the other; 0 for an
/// event that does not fit, the 268 millionth of its lane.
fn stamp(session: &Session, event: EventId) -> u64 {
    let (lane, index) = (u64::from(event.lane()), u64::from(event.index()));
    if lane >> LANE_BITS != 0 || (index + 1) >> INDEX_BITS != 0 {
        return 0;
    }
    (session.number << LANE_BITS | lane) << INDEX_BITS | (index + 1)
}

/// The event that `stamp` was made of, if it is one of `session`.
fn unstamp(session: &Session, stamp: u64) -> Option<EventId> {
    let low = |bits: u64, count: u32| bits & ((1 << count) - 1);
    let index = low(stamp, INDEX_BITS).checked_sub(1)?;
    let lane = low(stamp >> INDEX_BITS, LANE_BITS);
    let bits = LANE_BITS + INDEX_BITS;
    (stamp >> bits == low(session.number, u64::BITS - bits))
        .then(|| EventId::new(lane as u32, index as u32))
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
        let object = OnceLock::new();
        Self { kind, hidden, made, object, identity: AtomicU64::new(0) }
    }

    /// Gives the primitive the name that traces show.
    pub(crate) fn set_name(&mut self, name: impl Into<String>) {
        self.call(name.into(), true);
    }

    /// Gives it a word in place of where it was made, which is nowhere in
    /// the user's program.
    pub(crate) fn set_word(&mut self, word: &str) {
        self.call(word.to_owned(), false);
    }

    fn call(&mut self, name: String, named: bool) {
        let object = Object::new(self.kind, name, named);
        self.object = OnceLock::from(Arc::new(object));
    }

    /// The name that was given, or where the primitive was made.
    pub(crate) fn name(&self) -> &str {
        &self.object().name
    }

    /// Whether it is, or was, part of an explored program. Relaxed: only
    /// threads of one program ask.
    #[inline]
    pub(crate) fn is_explored(&self) -> bool {
        self.identity.load(Ordering::Relaxed) != 0
    }

    /// What the kernel of an explored program knows it by; 0 before that.
    pub(crate) fn identity(&self) -> &AtomicU64 {
        &self.identity
    }

    /// Where what is known of it lies, if it has been asked for.
    pub(super) fn address(&self) -> Option<*const Object> {
        self.object.get().map(Arc::as_ptr)
    }

    /// Says how many slots, bytes, permits or parties there are.
    pub(crate) fn set_capacity(&self, capacity: u64) {
        self.object().capacity.store(capacity, Ordering::Relaxed);
    }

    /// Its number in `session`.
    pub(super) fn number_in(&self, session: &Session) -> u32 {
        self.object().id(session)
    }

    fn object(&self) -> &Arc<Object> {
        self.object.get_or_init(|| {
            let place = Place::from(self.made).short();
            Arc::new(Object::new(self.kind, place, false))
        })
    }

    /// Whether events of this primitive are wanted by anybody.
    #[inline]
    pub(crate) fn on(&self) -> bool {
        on() && !self.hidden
    }

    /// Records an event of the calling thread about this object.
    #[cold]
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
        if !lane.room() {
            object.last.store(0, Ordering::Relaxed);
            return;
        }
        let what = what(object.id(&lane.session));
        let event = lane.write(what, None, place);
        if let Raw::Signal(_) | Raw::Release(_) = what {
            let stamp = stamp(&lane.session, event);
            object.last.store(stamp, Ordering::Relaxed);
        }
    }

    /// The calling thread has taken this lock, alone, and nobody else will
    /// release it.
    ///
    /// To be called while the real lock is held.
    #[cold]
    pub(crate) fn held(&self, place: &'static Location<'static>, waited: bool) {
        with_lane(|lane| {
            self.hold_in(lane, place, waited);
            self.owned_by(&lane.session, lane.lane);
        });
    }

    /// The calling thread shares this with others: a reader's lock, a permit.
    #[cold]
    pub(crate) fn shared(
        &self,
        place: &'static Location<'static>,
        waited: bool,
    ) {
        with_lane(|lane| self.hold_in(lane, place, waited));
    }

    fn hold_in(
        &self,
        lane: &mut Recording,
        place: &'static Location<'static>,
        waited: bool,
    ) {
        if !lane.room() {
            return;
        }
        let object = self.object();
        let id = object.id(&lane.session);
        let release = object.last(&lane.session);
        // Nobody hands a lock over to himself.
        let other = release.is_some_and(|event| event.lane() != lane.lane);
        lane.write(Raw::Hold(id, waited && other), release, Some(place));
    }

    /// The calling thread is about to release this.
    ///
    /// To be called while the real lock is still held.
    #[cold]
    pub(crate) fn released(&self, place: &'static Location<'static>) {
        self.object().owner.store(0, Ordering::Relaxed);
        self.wake(Raw::Release, place);
    }

    /// The calling thread is about to wake whoever waits for this.
    #[cold]
    pub(crate) fn signal(&self, place: &'static Location<'static>) {
        self.wake(Raw::Signal, place);
    }

    fn wake(
        &self,
        what: impl FnOnce(u32) -> Raw,
        place: &'static Location<'static>,
    ) {
        let recorded =
            with_lane(|lane| self.record_in(lane, what, Some(place)));
        if recorded.is_none() {
            // Whoever this wakes is not woken by what was recorded before.
            self.object().last.store(0, Ordering::Relaxed);
        }
    }

    /// Relaxed: see the field.
    pub(super) fn owned_by(&self, session: &Session, lane: u32) {
        let owner = session.number << 32 | (u64::from(lane) + 1);
        self.object().owner.store(owner, Ordering::Relaxed);
    }

    /// The calling thread is about to block on this, until `deadline` or for
    /// ever. Dropping what is returned ends the wait.
    ///
    /// The thread, not a coroutine that gives way to others of its thread.
    #[cold]
    pub(crate) fn blocked(
        &self,
        state: State,
        place: &'static Location<'static>,
        deadline: Option<Instant>,
    ) -> Blocked {
        let object = self.object();
        let entered = with_lane(|lane| {
            if lane.room() {
                let id = object.id(&lane.session);
                lane.write(Raw::State(state, Some(id)), None, Some(place));
            }
            (lane.session.clone(), lane.lane)
        });
        // What the operating system waits for may come from outside the run.
        // The other end of a socket may be anywhere; that of a pipe is here,
        // or in a child, which counts as a thread.
        let within = state != State::Io || self.kind == ObjectKind::Pipe;
        let forever = deadline.is_none() && within;
        Blocked::new(entered, object.clone(), place, forever)
    }
}

impl Object {
    fn new(kind: ObjectKind, name: String, named: bool) -> Self {
        Self {
            kind,
            name,
            named,
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
        let id = session.objects.lock().number(self);
        self.id.store(session.number << 32 | u64::from(id), Ordering::Relaxed);
        id
    }

    /// The lane of `session` that holds this alone.
    pub(super) fn owner(&self, session: u64) -> Option<u32> {
        let owner = self.owner.load(Ordering::Relaxed);
        (owner >> 32 == session).then(|| owner as u32 - 1)
    }

    /// What a waiter of `session` was woken by.
    pub(super) fn last(&self, session: &Session) -> Option<EventId> {
        unstamp(session, self.last.load(Ordering::Relaxed))
    }
}
