//! An append-only log with one writer and any number of readers.
//!
//! The writer stores an entry into the current chunk and then publishes the
//! chunk's new length; a reader looks at no slot beyond the length that it
//! saw. So a run can be drawn while it goes on, and the log of a thread that
//! will never end, because it is deadlocked or a daemon that was cut, can
//! still be read. Entries are `Copy`: a chunk has nothing to drop.
#![expect(
    unsafe_code,
    reason = "slots are written once before they are published, and only \
              read afterwards: a Mutex or OnceLock would triple the cost of \
              an event"
)]

use std::mem::MaybeUninit;
use std::sync::Arc;

use crate::memory::{AtomicUsize, OnceLock, Ordering, UnsafeCell};

/// Entries in the first chunk; every further one is twice as large, up to
/// [`LARGEST`]. Most lanes of a lab record fewer than this.
const SMALLEST: usize = 32;
const LARGEST: usize = 1024;

struct Chunk<T> {
    /// Written by the writer alone, each slot once; read below `len` only.
    slots: Box<[UnsafeCell<MaybeUninit<T>>]>,
    /// Slots that are published. Stored by the writer alone.
    len: AtomicUsize,
    /// Set by the writer, once this chunk is full.
    next: OnceLock<Arc<Chunk<T>>>,
}

// SAFETY: slots below `len` are never written again, and `len` is published
// with Release and read with Acquire; slots from `len` on are touched by the
// one `Writer` alone, which takes `&mut self`.
unsafe impl<T: Copy + Send + Sync> Sync for Chunk<T> {}

impl<T> Chunk<T> {
    fn new(capacity: usize) -> Arc<Self> {
        let slots = (0..capacity)
            .map(|_| UnsafeCell::new(MaybeUninit::uninit()))
            .collect();
        Arc::new(Self {
            slots,
            len: AtomicUsize::new(0),
            next: OnceLock::new(),
        })
    }
}

/// The end that appends. There is one for each log.
pub(super) struct Writer<T> {
    chunk: Arc<Chunk<T>>,
    /// Slots used in `chunk`: its `len`, without asking.
    len: usize,
}

/// The end that reads what has been appended so far.
pub(super) struct Reader<T> {
    first: Arc<Chunk<T>>,
}

/// Makes an empty log.
pub(super) fn log<T: Copy>() -> (Writer<T>, Reader<T>) {
    let first = Chunk::new(SMALLEST);
    (Writer { chunk: first.clone(), len: 0 }, Reader { first })
}

impl<T: Copy> Writer<T> {
    #[inline]
    pub(super) fn push(&mut self, entry: T) {
        if self.len == self.chunk.slots.len() {
            self.grow();
        }
        self.chunk.slots[self.len].with_mut(|slot| {
            // SAFETY: this slot is not published yet, so that no reader looks
            // at it, and `&mut self` makes this the only writer.
            unsafe { slot.write(MaybeUninit::new(entry)) };
        });
        self.len += 1;
        // Release: pairs with the Acquire in `Reader::since`.
        self.chunk.len.store(self.len, Ordering::Release);
    }

    #[cold]
    fn grow(&mut self) {
        let next = Chunk::new((self.len * 2).min(LARGEST));
        let next = self.chunk.next.get_or_init(|| next).clone();
        self.chunk = next;
        self.len = 0;
    }
}

impl<T: Copy> Reader<T> {
    /// Everything that was published when this was called, without the first
    /// `known` entries.
    pub(super) fn since(&self, mut known: usize) -> Vec<T> {
        let mut entries = Vec::new();
        let mut chunk = Some(&self.first);
        while let Some(this) = chunk {
            // Acquire: pairs with the Release in `Writer::push`.
            let len = this.len.load(Ordering::Acquire);
            let skipped = known.min(len);
            known -= skipped;
            let written = this.slots[skipped..len].iter().map(|slot| {
                slot.with(|entry| {
                    // SAFETY: below `len`, so it was written, and nobody
                    // writes it again.
                    let entry = unsafe { &*entry };
                    // SAFETY: as above: written before `len` was published.
                    unsafe { entry.assume_init() }
                })
            });
            entries.extend(written);
            if len < this.slots.len() {
                // Not full when it was looked at: what the next one holds by
                // now comes after entries that were not read here.
                break;
            }
            chunk = this.next.get();
        }
        entries
    }
}
