//! A FIFO without a bound: two heaps of items and a lock for each.
//!
//! Producers pile items up under one lock, consumers take them away under
//! the other. When the consumers' pile is empty, the two piles are swapped,
//! so that the two sides meet once in a pile and not once in an item, and
//! both keep the memory that they have grown to.
//!
//! The idea is that of the two-lock queue of Michael and Scott, "Simple,
//! Fast, and Practical Non-Blocking and Blocking Concurrent Queue
//! Algorithms", PODC 1996, with piles instead of a linked list.
//!
//! A consumer that finds nothing has had both locks, which is what
//! [`Gate::notify`](crate::sync::Gate::notify) asks for.

use std::collections::VecDeque;
use std::mem;

use crossbeam_utils::CachePadded;

use super::Shutdown;
use super::error::{TryGetError, TryPutError};
use crate::memory::{AtomicU64, Ordering::Relaxed};
use crate::sync::Mutex;

pub(super) struct Swap<T> {
    front: CachePadded<Front<T>>,
    back: CachePadded<Back<T>>,
}

struct Front<T> {
    /// What consumers take from. Its lock is taken before the producers'.
    items: Mutex<VecDeque<T>>,
    /// Items that have left the queue, got or dropped. Written under the
    /// lock of `items`. Relaxed: whoever got an item wrote it then.
    gets: AtomicU64,
}

struct Back<T> {
    pile: Mutex<Pile<T>>,
    /// Written under the lock of `pile`. Relaxed: whoever has got an item
    /// has had that lock after its put.
    puts: AtomicU64,
}

/// What producers put upon.
struct Pile<T> {
    items: VecDeque<T>,
    shut_down: bool,
}

impl<T> Swap<T> {
    pub(super) fn new() -> Self {
        let items = Mutex::hidden(VecDeque::new());
        let front = Front { items, gets: AtomicU64::new(0) };
        let pile = Pile { items: VecDeque::new(), shut_down: false };
        let pile = Mutex::hidden(pile);
        let back = Back { pile, puts: AtomicU64::new(0) };
        Self { front: CachePadded::new(front), back: CachePadded::new(back) }
    }

    #[inline]
    pub(super) fn try_put(&self, item: T) -> Result<u64, TryPutError<T>> {
        let mut pile = self.back.pile.lock();
        if pile.shut_down {
            return Err(TryPutError::ShutDown(item));
        }
        pile.items.push_back(item);
        let number = self.puts() + 1;
        self.back.puts.store(number, Relaxed);
        Ok(number)
    }

    #[inline]
    pub(super) fn try_get(&self) -> Result<(T, u64), TryGetError> {
        let mut items = self.front.items.lock();
        if items.is_empty() {
            let mut pile = self.back.pile.lock();
            mem::swap(&mut *items, &mut pile.items);
            if items.is_empty() && pile.shut_down {
                return Err(TryGetError::ShutDown);
            }
        }
        let item = items.pop_front().ok_or(TryGetError::Empty)?;
        let number = self.gets() + 1;
        self.front.gets.store(number, Relaxed);
        Ok((item, number))
    }

    #[inline]
    pub(super) fn puts(&self) -> u64 {
        self.back.puts.load(Relaxed)
    }

    #[inline]
    pub(super) fn gets(&self) -> u64 {
        self.front.gets.load(Relaxed)
    }

    pub(super) fn len(&self) -> usize {
        let items = self.front.items.lock();
        let pile = self.back.pile.lock();
        items.len() + pile.items.len()
    }

    pub(super) fn shut_down(&self, how: Shutdown) -> Vec<T> {
        let mut front = self.front.items.lock();
        let mut pile = self.back.pile.lock();
        pile.shut_down = true;
        if how == Shutdown::Drain {
            return Vec::new();
        }
        let mut items = mem::take(&mut *front);
        items.append(&mut pile.items);
        self.front.gets.store(self.puts(), Relaxed);
        items.into()
    }

    pub(super) fn is_shut_down(&self) -> bool {
        self.back.pile.lock().shut_down
    }
}
