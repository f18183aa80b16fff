//! A bounded FIFO without a lock: Vyukov's ring, with an exact capacity and
//! with bits that close it.
//!
//! Every slot has a *stamp* that says whose turn it is. A producer that finds
//! at the tail a slot whose stamp is the tail's position takes that position
//! (one compare-and-exchange), writes its item, and stamps the slot for the
//! consumer of that position; a consumer does the same at the head, and
//! stamps the slot for the producer of the next lap. Between taking a
//! position and stamping the slot, nobody else touches the slot.
//!
//! A position is, from its high bits down, a lap, the bit `closed`, and an
//! index into the slots. `closed` in the tail refuses puts; in the head, all
//! gets but those of whoever set it. As the bit is part of what is compared,
//! nobody can take a position once it is set.
//!
//! Dmitry Vyukov, "Bounded MPMC queue", 1024cores.net, 2010; the close bit
//! is crossbeam-channel's.
//!
//! Where it fails: a thread that is interrupted after it took a position
//! holds up whoever needs that very slot, until it runs again.
#![expect(
    unsafe_code,
    reason = "an item is moved into a slot by one thread \
    and out of it by another, without a lock"
)]

use std::mem::MaybeUninit;

use crossbeam_utils::CachePadded;

use super::Shutdown;
use super::error::{TryGetError, TryPutError};
use crate::memory::{
    AtomicU64, Backoff,
    Ordering::{Acquire, Relaxed, Release, SeqCst},
    UnsafeCell, fence,
};

pub(super) struct Ring<T> {
    /// The position of the next get.
    head: CachePadded<AtomicU64>,
    /// The position of the next put.
    tail: CachePadded<AtomicU64>,
    slots: Box<[Slot<T>]>,
    /// The smallest power of two that is no index, and not the number of
    /// slots either, so that a position plus one is never the next lap's.
    closed: u64,
}

struct Slot<T> {
    /// The position of the put that may write the slot, or one more than the
    /// position of the get that may empty it.
    stamp: AtomicU64,
    item: UnsafeCell<MaybeUninit<T>>,
}

// SAFETY: a slot's item is only touched by the thread that has taken the
// slot's position, and stamps order one such thread after the other; so all
// that the ring does with items is to move them between threads.
unsafe impl<T: Send> Sync for Ring<T> {}

impl<T> Ring<T> {
    /// An empty ring. `capacity` is not 0.
    pub(super) fn new(capacity: usize) -> Self {
        let slot = |position| Slot {
            stamp: AtomicU64::new(position),
            item: UnsafeCell::new(MaybeUninit::uninit()),
        };
        Self {
            head: CachePadded::new(AtomicU64::new(0)),
            tail: CachePadded::new(AtomicU64::new(0)),
            slots: (0..capacity as u64).map(slot).collect(),
            closed: (capacity as u64 + 1).next_power_of_two(),
        }
    }

    #[inline]
    pub(super) fn try_put(&self, item: T) -> Result<u64, TryPutError<T>> {
        let backoff = Backoff::new();
        // Relaxed: the exchange and the stamp say whether it is current.
        let mut tail = self.tail.load(Relaxed);
        loop {
            if tail & self.closed != 0 {
                return Err(TryPutError::ShutDown(item));
            }
            // Acquire: the get that emptied the slot is over.
            let stamp = self.slot(tail).stamp.load(Acquire);
            if stamp == tail {
                let next = self.next(tail);
                // SeqCst: with the count of the gate that getters wait at.
                let taken = self
                    .tail
                    .compare_exchange_weak(tail, next, SeqCst, Relaxed);
                if let Err(now) = taken {
                    tail = now;
                    backoff.spin();
                    continue;
                }
                // SAFETY: the exchange has taken position `tail`, and the
                // stamp was that position.
                unsafe { self.fill(tail, item) };
                return Ok(self.number(tail) + 1);
            }
            if self.is_full(tail, stamp) {
                return Err(TryPutError::Full(item));
            }
            backoff.snooze();
            tail = self.tail.load(Relaxed);
        }
    }

    #[inline]
    pub(super) fn try_get(&self) -> Result<(T, u64), TryGetError> {
        let backoff = Backoff::new();
        // Relaxed: the exchange and the stamp say whether it is current.
        let mut head = self.head.load(Relaxed);
        loop {
            if head & self.closed != 0 {
                // Nobody may learn of the shutdown here and still put.
                self.close();
                return Err(TryGetError::ShutDown);
            }
            // Acquire: the put that filled the slot is over.
            let stamp = self.slot(head).stamp.load(Acquire);
            if stamp == head + 1 {
                let next = self.next(head);
                // SeqCst: with the count of the gate that putters wait at.
                let taken = self
                    .head
                    .compare_exchange_weak(head, next, SeqCst, Relaxed);
                if let Err(now) = taken {
                    head = now;
                    backoff.spin();
                    continue;
                }
                // SAFETY: the exchange has taken position `head`, and the
                // stamp said that its put is over.
                let item = unsafe { self.take(head) };
                return Ok((item, self.number(head) + 1));
            }
            if let Some(why) = self.why_empty(head, stamp) {
                return Err(why);
            }
            backoff.snooze();
            head = self.head.load(Relaxed);
        }
    }

    /// Whether the slot at `tail` is not free because the ring is full, and
    /// not because its last get is under way.
    fn is_full(&self, tail: u64, stamp: u64) -> bool {
        if stamp + self.lap() != tail + 1 {
            return false;
        }
        // After the count that a waiter has just raised: see `Gate`.
        fence(SeqCst);
        let head = self.head.load(Relaxed) & !self.closed;
        head + self.lap() == tail
    }

    /// Why the slot at `head` has nothing in it, if not because its put is
    /// under way.
    fn why_empty(&self, head: u64, stamp: u64) -> Option<TryGetError> {
        if stamp != head {
            return None;
        }
        // As in `is_full`.
        fence(SeqCst);
        let tail = self.tail.load(Relaxed);
        if tail == head {
            Some(TryGetError::Empty)
        } else if tail == head | self.closed {
            Some(TryGetError::ShutDown)
        } else {
            None
        }
    }

    /// How many positions of puts have been taken.
    #[inline]
    pub(super) fn puts(&self) -> u64 {
        self.number(self.tail.load(SeqCst) & !self.closed)
    }

    /// How many positions of gets have been taken.
    #[inline]
    pub(super) fn gets(&self) -> u64 {
        self.number(self.head.load(SeqCst) & !self.closed)
    }

    pub(super) fn len(&self) -> usize {
        loop {
            let tail = self.tail.load(SeqCst);
            let head = self.head.load(SeqCst);
            if head & self.closed != 0 {
                return 0;
            }
            // Else the head may have gone past this tail.
            if self.tail.load(SeqCst) == tail {
                let puts = self.number(tail & !self.closed);
                return (puts - self.number(head)) as usize;
            }
        }
    }

    /// Closes the ring. The first immediate shutdown takes the items out,
    /// and later ones find the head closed.
    pub(super) fn shut_down(&self, how: Shutdown) -> Vec<T> {
        if how == Shutdown::Drain {
            self.close();
            return Vec::new();
        }
        // The head before the tail: in between nobody gets, and nobody who
        // is refused returns, so that others see one step.
        let head = self.head.fetch_or(self.closed, SeqCst);
        let tail = self.close();
        if head & self.closed != 0 {
            return Vec::new();
        }
        self.empty(head, tail)
    }

    /// Takes everything out, for whoever has closed the head at `head` and
    /// found the tail closed at `tail`.
    fn empty(&self, mut head: u64, tail: u64) -> Vec<T> {
        let mut items = Vec::new();
        while head != tail {
            let backoff = Backoff::new();
            while self.slot(head).stamp.load(Acquire) != head + 1 {
                // A put that took its position before the tail was closed.
                backoff.snooze();
            }
            // SAFETY: every position from the closed head to the tail is this
            // thread's, and the stamp said that the put of this one is over.
            items.push(unsafe { self.take(head) });
            head = self.next(head);
            // Relaxed: orders nothing, the drop of the ring comes after all.
            self.head.store(head | self.closed, Relaxed);
        }
        items
    }

    pub(super) fn is_shut_down(&self) -> bool {
        self.tail.load(SeqCst) & self.closed != 0
    }

    /// Refuses puts from now on, and returns the position that the next one
    /// would have had.
    fn close(&self) -> u64 {
        self.tail.fetch_or(self.closed, SeqCst) & !self.closed
    }

    /// Moves the item in, and stamps its slot for the get of this position.
    ///
    /// # Safety
    ///
    /// The calling thread has taken this position of a put, and has read,
    /// with `Acquire`, the stamp that the get before it left.
    unsafe fn fill(&self, position: u64, item: T) {
        let slot = self.slot(position);
        slot.item.with_mut(|empty| {
            // SAFETY: nobody else touches the slot until it is stamped anew.
            let empty = unsafe { &mut *empty };
            empty.write(item);
        });
        // Release: to the get of this position.
        slot.stamp.store(position + 1, Release);
    }

    /// Moves the item of this position out, and stamps its slot for the put
    /// of the next lap.
    ///
    /// # Safety
    ///
    /// The calling thread has taken this position of a get, and has read,
    /// with `Acquire`, the stamp that its put left.
    unsafe fn take(&self, position: u64) -> T {
        let slot = self.slot(position);
        // To move out is to change: nobody may read it at the same time.
        let item = slot.item.with_mut(|filled| {
            // SAFETY: nobody else touches the slot until it is stamped anew.
            let filled = unsafe { &*filled };
            // SAFETY: its put has written it, and no get but this one reads
            // it.
            unsafe { filled.assume_init_read() }
        });
        // Release: to the put of the next lap.
        slot.stamp.store(position + self.lap(), Release);
        item
    }

    fn slot(&self, position: u64) -> &Slot<T> {
        &self.slots[self.index(position)]
    }

    fn index(&self, position: u64) -> usize {
        (position & (self.closed - 1)) as usize
    }

    /// What a position and the same index a lap later differ by.
    fn lap(&self) -> u64 {
        self.closed << 1
    }

    fn next(&self, position: u64) -> u64 {
        if self.index(position) + 1 < self.slots.len() {
            position + 1
        } else {
            (position & !(self.lap() - 1)) + self.lap()
        }
    }

    /// How many positions come before this one.
    fn number(&self, position: u64) -> u64 {
        let laps = position >> self.lap().trailing_zeros();
        laps * self.slots.len() as u64 + self.index(position) as u64
    }
}

impl<T> Drop for Ring<T> {
    fn drop(&mut self) {
        // Relaxed: nobody else has the ring any more.
        let mut head = self.head.load(Relaxed) & !self.closed;
        let tail = self.tail.load(Relaxed) & !self.closed;
        while head != tail {
            // SAFETY: nobody else has the ring any more, so that every put
            // and get is over; between head and tail every slot is filled.
            drop(unsafe { self.take(head) });
            head = self.next(head);
        }
    }
}
