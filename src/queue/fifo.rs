//! First in, first out.

use std::fmt;
use std::time::Duration;

use super::Shutdown;
use super::blocking::{Blocking, Flavor};
use super::error::{ShutDown, TooManyDone, TryGetError, TryPutError};
use super::face::queue;
use super::patience::Patience;
use super::ring::Ring;
use super::swap::Swap;

queue! {
    /// First in, first out: the queue to use.
    ///
    /// It does what [`textbook::Queue`](super::textbook::Queue) does, many times as fast. With a
    /// capacity it is a ring of slots, all of which are allocated at once,
    /// and no thread ever waits for a lock; without one, puts and gets have a
    /// lock each, and rarely meet.
    ///
    /// Python's [`queue.Queue`](https://docs.python.org/3.13/library/queue.html).
    Queue<T>(Blocking<Fifo<T>>)
}

enum Fifo<T> {
    Bounded(Ring<T>),
    Unbounded(Swap<T>),
}

impl<T> Flavor for Fifo<T> {
    type Item = T;

    fn new(capacity: usize) -> Self {
        match capacity {
            0 => Self::Unbounded(Swap::new()),
            _ => Self::Bounded(Ring::new(capacity)),
        }
    }

    #[inline]
    fn try_put(&self, item: T) -> Result<u64, TryPutError<T>> {
        match self {
            Self::Bounded(ring) => ring.try_put(item),
            Self::Unbounded(swap) => swap.try_put(item),
        }
    }

    #[inline]
    fn try_get(&self) -> Result<(T, u64), TryGetError> {
        match self {
            Self::Bounded(ring) => ring.try_get(),
            Self::Unbounded(swap) => swap.try_get(),
        }
    }

    #[inline]
    fn puts(&self) -> u64 {
        match self {
            Self::Bounded(ring) => ring.puts(),
            Self::Unbounded(swap) => swap.puts(),
        }
    }

    #[inline]
    fn gets(&self) -> u64 {
        match self {
            Self::Bounded(ring) => ring.gets(),
            Self::Unbounded(swap) => swap.gets(),
        }
    }

    #[inline]
    fn may_have_room(&self) -> bool {
        true
    }

    #[inline]
    fn may_have_item(&self) -> bool {
        match self {
            // Trying is as cheap as asking.
            Self::Bounded(_) => true,
            Self::Unbounded(swap) => swap.gets() < swap.puts(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Bounded(ring) => ring.len(),
            Self::Unbounded(swap) => swap.len(),
        }
    }

    fn shut_down(&self, how: Shutdown) -> Vec<T> {
        match self {
            Self::Bounded(ring) => ring.shut_down(how),
            Self::Unbounded(swap) => swap.shut_down(how),
        }
    }

    fn is_shut_down(&self) -> bool {
        match self {
            Self::Bounded(ring) => ring.is_shut_down(),
            Self::Unbounded(swap) => swap.is_shut_down(),
        }
    }
}
