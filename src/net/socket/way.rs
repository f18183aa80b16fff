//! One direction of a connection whose two ends are in the same run.
//!
//! A stream has no borders, so that a read is told apart by its bytes: it
//! goes back to the write that its last byte came from.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::panic::Location;
use std::sync::{Arc, LazyLock, Weak};

use parking_lot::Mutex;

use crate::trace::{ObjectKind, Raw, Tag};

/// From where to where.
type Key = (SocketAddr, SocketAddr);

/// Those that an end of is open.
static OPEN: LazyLock<Mutex<HashMap<Key, Weak<Way>>>> =
    LazyLock::new(Mutex::default);

/// One direction of a connection, as both of its ends know it.
#[derive(Debug)]
pub(super) struct Way {
    key: Key,
    tag: Tag,
    passed: Mutex<Passed>,
}

/// What has passed.
#[derive(Debug, Default)]
struct Passed {
    /// Writes of which everything was read.
    done: u64,
    /// How many bytes had been written after each of the others.
    writes: VecDeque<u64>,
    written: u64,
    read: u64,
}

impl Way {
    /// The one from here to there, which the other end may know already.
    pub(super) fn between(from: SocketAddr, to: SocketAddr) -> Arc<Self> {
        let key = (from, to);
        let mut open = OPEN.lock();
        open.get(&key).and_then(Weak::upgrade).unwrap_or_else(|| {
            let mut tag = Tag::new(ObjectKind::Socket);
            tag.set_name(format!("{} to {}", from.port(), to.port()));
            let way = Arc::new(Self { key, tag, passed: Mutex::default() });
            open.insert(key, Arc::downgrade(&way));
            way
        })
    }

    /// So many bytes were written.
    pub(super) fn put(&self, bytes: u64, place: &'static Location<'static>) {
        let mut passed = self.passed.lock();
        passed.written += bytes;
        let end = passed.written;
        passed.writes.push_back(end);
        let item = passed.done + passed.writes.len() as u64;
        let len = passed.written.saturating_sub(passed.read);
        self.tag.record(|object| Raw::Put { object, item, len }, place);
    }

    /// So many bytes were read.
    pub(super) fn get(&self, bytes: u64, place: &'static Location<'static>) {
        let mut passed = self.passed.lock();
        passed.read += bytes;
        let read = passed.read;
        while passed.writes.front().is_some_and(|end| *end < read) {
            passed.writes.pop_front();
            passed.done += 1;
        }
        // Where none is left, its write is told of in a moment.
        let item = passed.done + 1;
        let len = passed.written.saturating_sub(passed.read);
        self.tag.record(|object| Raw::Get { object, item, len }, place);
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        let mut open = OPEN.lock();
        // Another one may have taken its place.
        if open.get(&self.key).is_some_and(|way| way.strong_count() == 0) {
            open.remove(&self.key);
        }
    }
}
