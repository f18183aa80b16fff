//! The smallest first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fmt;
use std::mem;
use std::time::Duration;

use super::Shutdown;
use super::blocking::Blocking;
use super::error::{ShutDown, TooManyDone, TryGetError, TryPutError};
use super::face::queue;
use super::locked::{Locked, Shelf};
use super::patience::Patience;

queue! {
    /// The smallest first; among equals, who came first.
    ///
    /// Python's [`queue.PriorityQueue`](https://docs.python.org/3.13/library/queue.html#queue.PriorityQueue),
    /// which promises nothing about equals.
    ///
    /// # Panics
    ///
    /// `put` and `get` do if comparing two items does.
    ///
    /// ```
    /// use workbench::queue::PriorityQueue;
    ///
    /// let patients = PriorityQueue::unbounded();
    /// patients.put((3, "cold"))?;
    /// patients.put((1, "heart"))?;
    /// assert_eq!(patients.get(), Ok((1, "heart")));
    /// # Ok::<(), workbench::queue::ShutDown<(i32, &str)>>(())
    /// ```
    PriorityQueue<T: Ord>(Blocking<Locked<Heap<T>>>)
}

struct Heap<T>(BinaryHeap<Entry<T>>);

/// An item and the number that tells it from its equals.
struct Entry<T> {
    item: T,
    number: u64,
}

impl<T: Ord> Default for Heap<T> {
    fn default() -> Self {
        Self(BinaryHeap::new())
    }
}

impl<T: Ord> Shelf for Heap<T> {
    type Item = T;

    #[inline]
    fn push(&mut self, item: T, number: u64) {
        self.0.push(Entry { item, number });
    }

    #[inline]
    fn pop(&mut self) -> Option<(T, u64)> {
        self.0.pop().map(|Entry { item, number }| (item, number))
    }

    #[inline]
    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Vec<T> {
        mem::take(&mut self.0).into_iter().map(|entry| entry.item).collect()
    }
}

/// The greatest comes out of the heap first: the smallest item, and among
/// equals the smallest number.
impl<T: Ord> Ord for Entry<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        let item = other.item.cmp(&self.item);
        item.then_with(|| other.number.cmp(&self.number))
    }
}

impl<T: Ord> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T: Ord> Eq for Entry<T> {}
