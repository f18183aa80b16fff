//! A recording: all that a run has written, while it runs.
//!
//! Every thread of a [`Session`] owns a lane: a log that only it writes, so
//! that recording never makes one thread wait for another. There is no global
//! counter either; the total order is made afterwards, in `collect.rs`, from
//! each event's clock reading and its cause.

use std::collections::HashMap;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use parking_lot::Mutex;

use super::event::{LaneKind, Run, State, What};
use super::foreign::{self, Foreign};
use super::log::Reader;
use super::object::{Object, Tag};
use super::waits::Waits;

/// Events that a session keeps, unless it is told otherwise.
pub const EVENT_LIMIT: u64 = 200_000;

/// Sessions that are being recorded now, in the whole process.
static SESSIONS: AtomicUsize = AtomicUsize::new(0);

/// Whoever wants to hear of operations: sessions, and explored programs.
static WATCHERS: AtomicUsize = AtomicUsize::new(0);

/// Numbers sessions from 1, so that an object knows which one saw it last.
static NEXT_SESSION: AtomicU64 = AtomicU64::new(1);

/// Whether any session is being recorded.
///
/// Relaxed: a thread joins a session when it is spawned by one of its
/// threads, and the spawn orders the two.
#[inline]
pub(crate) fn on() -> bool {
    SESSIONS.load(Ordering::Relaxed) != 0
}

/// Whether an operation of a primitive may be of interest to anybody: what
/// its fast path asks, once, before it does anything else.
///
/// Relaxed: as in [`on`].
#[inline]
pub(crate) fn watched() -> bool {
    WATCHERS.load(Ordering::Relaxed) != 0
}

/// Makes [`watched`] true until this is dropped.
#[derive(Debug)]
pub(crate) struct Watching(());

impl Watching {
    pub(crate) fn begin() -> Self {
        // Relaxed: see `watched`.
        WATCHERS.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // Relaxed: see `watched`.
        WATCHERS.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Which event of which lane; never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct EventId(std::num::NonZeroU64);

impl EventId {
    pub(super) fn new(lane: u32, index: u32) -> Self {
        let packed = u64::from(lane) << 32 | (u64::from(index) + 1);
        Self(std::num::NonZeroU64::new(packed).expect("index + 1 is not 0"))
    }

    pub(super) fn lane(self) -> u32 {
        (self.0.get() >> 32) as u32
    }

    pub(super) fn index(self) -> u32 {
        (self.0.get() as u32) - 1
    }
}

/// An event as the log keeps it: small, and `Copy`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// A reading of the session's clock.
    pub(super) ticks: u64,
    pub(super) what: Raw,
    /// An event that came before this one, whatever the clocks say.
    pub(super) after: Option<EventId>,
    pub(super) place: Option<&'static Location<'static>>,
}

/// [`What`], with numbers of this session for objects and texts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Raw {
    State(State, Option<u32>),
    /// Whether it had to wait: then it was handed over, by what it is after.
    Hold(u32, bool),
    Release(u32),
    Put {
        object: u32,
        item: u64,
        len: u64,
    },
    Get {
        object: u32,
        item: u64,
        len: u64,
    },
    Read(u32, i64),
    Write(u32, i64),
    Signal(u32),
    Spawn(u32),
    /// An index into [`Session::rare`].
    Rare(u32),
}

/// One recording.
pub(crate) struct Session {
    pub(super) number: u64,
    pub(super) clock: quanta::Clock,
    pub(super) start: u64,
    /// When it began, by the clock that all processes share.
    pub(super) epoch: u64,
    pub(super) run: Run,
    pub(super) lanes: Mutex<Vec<LaneLog>>,
    pub(super) objects: Mutex<Objects>,
    /// Events that own a text: notes and panics.
    pub(super) rare: Mutex<Vec<What>>,
    /// What child processes have recorded.
    pub(super) foreign: Mutex<Vec<Foreign>>,
    /// Events that may still be recorded. Lanes take from it in portions.
    left: AtomicU64,
    pub(super) waits: Waits,
}

/// The objects of a session, by number.
#[derive(Default)]
pub(super) struct Objects {
    pub(super) list: Vec<Arc<Object>>,
    /// The number of each, by its address, which `list` keeps alive: an
    /// object that two sessions use remembers its number in one of them.
    numbers: HashMap<usize, u32>,
}

impl Objects {
    pub(super) fn number(&mut self, object: &Arc<Object>) -> u32 {
        let next = self.list.len() as u32;
        let address = Arc::as_ptr(object) as usize;
        let number = *self.numbers.entry(address).or_insert(next);
        if number == next {
            self.list.push(object.clone());
        }
        number
    }
}

/// A lane's log, as the session reads it.
pub(super) struct LaneLog {
    pub(super) kind: LaneKind,
    pub(super) name: String,
    pub(super) parent: Option<u32>,
    pub(super) entries: Reader<Entry>,
    /// Events that found no room. Written by the lane alone.
    pub(super) dropped: Arc<AtomicU64>,
    /// What others wait for when they join this lane.
    pub(super) end: Arc<Tag>,
}

impl Session {
    /// Begins a recording, which goes on until `Running` is dropped.
    pub(super) fn begin(run: Run, limit: u64) -> (Arc<Self>, Running) {
        Self::begin_by(quanta::Clock::new(), run, limit)
    }

    /// Begins a recording by a clock of the caller's.
    pub(super) fn begin_by(
        clock: quanta::Clock,
        run: Run,
        limit: u64,
    ) -> (Arc<Self>, Running) {
        let session = Arc::new(Self {
            // Relaxed: a number is all that is asked of it.
            number: NEXT_SESSION.fetch_add(1, Ordering::Relaxed),
            start: clock.raw(),
            epoch: foreign::epoch(),
            clock,
            run,
            lanes: Mutex::default(),
            objects: Mutex::default(),
            rare: Mutex::default(),
            foreign: Mutex::default(),
            left: AtomicU64::new(limit),
            waits: Waits::default(),
        });
        // Relaxed: see `on`.
        SESSIONS.fetch_add(1, Ordering::Relaxed);
        (session, Running(Watching::begin()))
    }

    /// Takes a portion, of up to `wish` events, from what may still be
    /// recorded; the less is left, the smaller, so that a lane that sleeps
    /// on its portion keeps little from the others.
    pub(super) fn take(&self, wish: u64) -> u64 {
        let portion = |left: u64| wish.min(left / 64).max(1).min(left);
        let take = |left: u64| (left > 0).then(|| left - portion(left));
        // Relaxed: a count that orders nothing.
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
            .map_or(0, portion)
    }

    /// Gives back what was taken and not used, for others to use.
    pub(super) fn give_back(&self, portion: u64) {
        // Relaxed: as in `take`.
        self.left.fetch_add(portion, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("number", &self.number).finish()
    }
}

/// Ends the recording of a session when dropped: from then on, no new event
/// costs anything. Lanes that still live write into logs that nobody reads.
pub(super) struct Running(Watching);

impl Drop for Running {
    fn drop(&mut self) {
        // Relaxed: see `on`.
        SESSIONS.fetch_sub(1, Ordering::Relaxed);
    }
}
