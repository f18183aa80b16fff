//! A queue behind one lock, for shelves whose both ends are the same.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crossbeam_utils::CachePadded;

use super::Shutdown;
use super::blocking::Flavor;
use super::error::{TryGetError, TryPutError};
use crate::sync::Mutex;

/// What keeps items, each with its number, and says which comes out next.
pub(super) trait Shelf: Default {
    type Item;

    fn push(&mut self, item: Self::Item, number: u64);
    fn pop(&mut self) -> Option<(Self::Item, u64)>;
    fn len(&self) -> usize;

    /// Empties it.
    fn take(&mut self) -> Vec<Self::Item>;
}

pub(super) struct Locked<S> {
    /// Slots; 0 for no limit.
    capacity: usize,
    state: CachePadded<State<S>>,
}

struct State<S> {
    store: Mutex<Store<S>>,
    /// Written under the lock. Relaxed: whoever has got an item has had that
    /// lock after its put.
    puts: AtomicU64,
    /// Items that have left the queue, got or dropped; as `puts`.
    gets: AtomicU64,
}

struct Store<S> {
    shelf: S,
    shut_down: bool,
}

impl<S: Shelf> Flavor for Locked<S> {
    type Item = S::Item;

    fn new(capacity: usize) -> Self {
        let store = Store { shelf: S::default(), shut_down: false };
        let store = Mutex::hidden(store);
        let (puts, gets) = (AtomicU64::new(0), AtomicU64::new(0));
        let state = State { store, puts, gets };
        Self { capacity, state: CachePadded::new(state) }
    }

    #[inline]
    fn try_put(&self, item: S::Item) -> Result<u64, TryPutError<S::Item>> {
        let mut store = self.state.store.lock();
        if store.shut_down {
            return Err(TryPutError::ShutDown(item));
        }
        if self.capacity > 0 && store.shelf.len() >= self.capacity {
            return Err(TryPutError::Full(item));
        }
        let number = self.puts() + 1;
        // First, so that the two still agree if comparing items panics.
        self.state.puts.store(number, Relaxed);
        store.shelf.push(item, number);
        Ok(number)
    }

    #[inline]
    fn try_get(&self) -> Result<(S::Item, u64), TryGetError> {
        let mut store = self.state.store.lock();
        match store.shelf.pop() {
            Some(got) => {
                self.state.gets.store(self.gets() + 1, Relaxed);
                Ok(got)
            }
            None if store.shut_down => Err(TryGetError::ShutDown),
            None => Err(TryGetError::Empty),
        }
    }

    #[inline]
    fn puts(&self) -> u64 {
        self.state.puts.load(Relaxed)
    }

    #[inline]
    fn gets(&self) -> u64 {
        self.state.gets.load(Relaxed)
    }

    #[inline]
    fn may_have_room(&self) -> bool {
        let taken = self.puts().saturating_sub(self.gets());
        self.capacity == 0 || taken < self.capacity as u64
    }

    #[inline]
    fn may_have_item(&self) -> bool {
        self.gets() < self.puts()
    }

    fn len(&self) -> usize {
        self.state.store.lock().shelf.len()
    }

    fn shut_down(&self, how: Shutdown) -> Vec<S::Item> {
        let mut store = self.state.store.lock();
        store.shut_down = true;
        match how {
            Shutdown::Drain => Vec::new(),
            Shutdown::Immediate => {
                self.state.gets.store(self.puts(), Relaxed);
                store.shelf.take()
            }
        }
    }

    fn is_shut_down(&self) -> bool {
        self.state.store.lock().shut_down
    }
}
