//! The recorder: what a lane writes, and who acts in it.
//!
//! Whether anybody records is one relaxed load ([`on`]); which lane of which
//! session a thread acts in is asked only after that.

use std::any::Any;
use std::cell::RefCell;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::event::{LaneKind, ObjectKind, State, What};
use super::log::{Writer, log};
use super::object::Tag;
use super::session::{Entry, EventId, LaneLog, Raw, Session, on};

thread_local! {
    /// The lane that the calling thread acts in.
    pub(super) static CURRENT: RefCell<Option<Recording>> = const { RefCell::new(None) };
}

/// Whether the calling thread is being recorded.
#[must_use]
pub fn is_recording() -> bool {
    on() && with_lane(|_| ()).is_some()
}

/// Whether a lane of this kind can go on while every other one is blocked.
fn goes_on_alone(kind: LaneKind) -> bool {
    matches!(kind, LaneKind::Thread | LaneKind::Process)
}

impl Session {
    /// Opens a lane. Its log is written through what is returned.
    pub(super) fn lane(
        self: &Arc<Self>,
        kind: LaneKind,
        name: &str,
        parent: Option<u32>,
    ) -> Recording {
        let (writer, entries) = log();
        let mut lanes = self.lanes.lock();
        let lane = lanes.len() as u32;
        let mut end = Tag::new(match kind {
            LaneKind::Coroutine => ObjectKind::Coroutine,
            LaneKind::Connection => ObjectKind::Socket,
            LaneKind::Thread | LaneKind::Process => ObjectKind::Lane,
        });
        end.set_name(name);
        // From the first: somebody may join a thread that has not begun yet.
        end.owned_by(self, lane);
        let end = Arc::new(end);
        let dropped = Arc::new(AtomicU64::new(0));
        lanes.push(LaneLog {
            kind,
            name: name.to_owned(),
            parent,
            entries,
            dropped: dropped.clone(),
            end: end.clone(),
        });
        drop(lanes);
        Recording {
            session: self.clone(),
            counted: goes_on_alone(kind).then(|| Counted::new(self)),
            lane,
            end,
            writer,
            written: 0,
            quota: 0,
            dropped,
            cause: None,
        }
    }
}

/// A lane counts as one that could still wake others until this is dropped.
pub(crate) struct Counted(Arc<Session>);

impl Counted {
    fn new(session: &Arc<Session>) -> Self {
        session.waits.thread_begins();
        Self(session.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.waits.thread_ends();
    }
}

/// A lane's writing end: it belongs to whoever acts in that lane now.
pub(crate) struct Recording {
    pub(super) session: Arc<Session>,
    /// Set where the lane goes on alone, unless [`NewLane::counted`] has taken it.
    counted: Option<Counted>,
    pub(super) lane: u32,
    pub(super) end: Arc<Tag>,
    writer: Writer<Entry>,
    /// Events in the log.
    pub(super) written: u32,
    /// Events that may be written before asking the session for more.
    quota: u64,
    dropped: Arc<AtomicU64>,
    /// What made this lane: the cause of its first event.
    pub(super) cause: Option<EventId>,
}

impl Recording {
    /// Records an event; `None` if there is no room for it.
    #[inline]
    pub(super) fn push(
        &mut self,
        what: Raw,
        after: Option<EventId>,
        place: Option<&'static Location<'static>>,
    ) -> Option<EventId> {
        self.room().then(|| self.write(what, after, place))
    }

    /// Whether there is room for an event; one for which there is none is
    /// counted. To be asked once for each event, before anything is kept.
    #[inline]
    pub(super) fn room(&mut self) -> bool {
        self.quota != 0 || self.refill()
    }

    /// Writes an event that there is room for.
    #[inline]
    pub(super) fn write(
        &mut self,
        what: Raw,
        after: Option<EventId>,
        place: Option<&'static Location<'static>>,
    ) -> EventId {
        self.quota -= 1;
        let ticks = self.session.clock.raw();
        self.writer.push(Entry { ticks, what, after, place });
        let id = EventId::new(self.lane, self.written);
        self.written += 1;
        id
    }

    #[cold]
    fn refill(&mut self) -> bool {
        self.quota = self.session.take(u64::from(self.written).clamp(8, 64));
        if self.quota == 0 {
            // Relaxed, load and store: this lane is the only writer.
            let dropped = self.dropped.load(Ordering::Relaxed) + 1;
            self.dropped.store(dropped, Ordering::Relaxed);
        }
        self.quota != 0
    }

    /// Records an event that owns a text.
    fn rare(&mut self, what: What) {
        if self.room() {
            let mut rare = self.session.rare.lock();
            let index = rare.len() as u32;
            rare.push(what);
            drop(rare);
            self.write(Raw::Rare(index), None, None);
        }
    }

    /// Makes this the calling thread's lane until the guard is dropped.
    pub(super) fn enter(mut self) -> Entered {
        let cause = self.cause;
        self.push(Raw::State(State::Run, None), cause, None);
        let outer = CURRENT.replace(Some(self));
        Entered { outer, entered: true }
    }

    pub(super) fn done(&mut self) {
        self.end.clone().record_in(self, Raw::Signal, None);
        self.push(Raw::State(State::Done, None), None, None);
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        self.session.give_back(self.quota);
    }
}

/// Does something with the calling thread's lane, if it has one.
///
/// A thread that is so far gone that its thread-locals are destroyed has none.
#[inline]
pub(crate) fn with_lane<R>(f: impl FnOnce(&mut Recording) -> R) -> Option<R> {
    CURRENT.try_with(|lane| lane.borrow_mut().as_mut().map(f)).ok().flatten()
}

/// Whether the calling thread is in the middle of recording something.
pub(crate) fn is_in_use() -> bool {
    CURRENT.try_with(|lane| lane.try_borrow_mut().is_err()).unwrap_or(true)
}

/// The name of the lane that the calling thread acts in: a coroutine's, while
/// one runs. `None` if it is not being recorded.
#[must_use]
pub fn lane_name() -> Option<String> {
    if !on() {
        return None;
    }
    with_lane(|lane| lane.session.lanes.lock()[lane.lane as usize].name.clone())
}

/// Records `text` in the calling thread's lane, if it is being recorded.
pub fn note(text: impl Into<String>) {
    if on() {
        let text = text.into();
        with_lane(|lane| lane.rare(What::Note { text }));
    }
}

/// Gives the calling thread's lane, if it has one, another name.
pub(crate) fn rename(name: &str) {
    with_lane(|lane| {
        name.clone_into(
            &mut lane.session.lanes.lock()[lane.lane as usize].name,
        );
    });
}

/// Records that the calling thread ends by a panic with this payload.
pub(crate) fn panicked(payload: &(dyn Any + Send)) {
    if on() {
        let text = panic_message(payload).to_owned();
        with_lane(|lane| lane.rare(What::Panic { text }));
    }
}

/// The message that a panic carries.
pub(crate) fn panic_message(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else if let Some(text) = payload.downcast_ref::<&str>() {
        text
    } else {
        "a panic without a message"
    }
}

/// Records a state without an object: running, sleeping, in IO.
#[inline]
pub(crate) fn state(state: State, place: &'static Location<'static>) {
    if on() {
        with_lane(|lane| lane.push(Raw::State(state, None), None, Some(place)));
    }
}

/// A lane that is open and not entered yet: made by the parent, entered by
/// the child.
#[derive(Debug)]
pub(crate) struct NewLane(Option<Recording>);

impl std::fmt::Debug for Recording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recording").field("lane", &self.lane).finish()
    }
}

/// Opens a lane for a child of the calling thread; an empty handle where the
/// calling thread is not being recorded.
pub(crate) fn spawn(
    kind: LaneKind,
    name: &str,
    place: &'static Location<'static>,
) -> NewLane {
    if !on() {
        return NewLane(None);
    }
    NewLane(with_lane(|parent| {
        let mut child = parent.session.lane(kind, name, Some(parent.lane));
        child.cause = parent.push(Raw::Spawn(child.lane), None, Some(place));
        child
    }))
}

impl NewLane {
    pub(super) fn of(lane: Option<Recording>) -> Self {
        Self(lane)
    }

    /// The handle of one who is not recorded.
    pub(crate) fn none() -> Self {
        Self(None)
    }

    /// What a joiner of this lane waits for.
    pub(crate) fn end(&self) -> Option<Arc<Tag>> {
        self.0.as_ref().map(|lane| lane.end.clone())
    }

    /// What keeps the new thread counted among those that could still wake
    /// others. It is dropped with the lane unless it is taken, so that it can
    /// outlive the lane: until those who join the thread have been woken.
    pub(crate) fn counted(&mut self) -> Option<Counted> {
        self.0.as_mut().and_then(|lane| lane.counted.take())
    }

    /// Makes this the calling thread's lane until the guard is dropped.
    pub(crate) fn enter(self) -> Entered {
        match self.0 {
            Some(lane) => lane.enter(),
            None => Entered { outer: None, entered: false },
        }
    }
}

/// The calling thread acts in a lane; its drop records the lane's end.
pub(crate) struct Entered {
    outer: Option<Recording>,
    entered: bool,
}

impl Drop for Entered {
    fn drop(&mut self) {
        if !self.entered {
            return;
        }
        let lane = CURRENT.replace(self.outer.take());
        if let Some(mut lane) = lane {
            lane.done();
        }
    }
}
