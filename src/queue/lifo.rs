//! Last in, first out.

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
    /// Last in, first out: a stack that threads share.
    ///
    /// Python's [`queue.LifoQueue`](https://docs.python.org/3.13/library/queue.html#queue.LifoQueue).
    ///
    /// ```
    /// use workbench::queue::LifoQueue;
    ///
    /// let plates = LifoQueue::unbounded();
    /// plates.put("first")?;
    /// plates.put("last")?;
    /// assert_eq!(plates.get(), Ok("last"));
    /// # Ok::<(), workbench::queue::ShutDown<&str>>(())
    /// ```
    LifoQueue<T>(Blocking<Locked<Stack<T>>>)
}

/// The items and their numbers.
struct Stack<T>(Vec<(T, u64)>);

impl<T> Default for Stack<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Shelf for Stack<T> {
    type Item = T;

    #[inline]
    fn push(&mut self, item: T, number: u64) {
        self.0.push((item, number));
    }

    #[inline]
    fn pop(&mut self) -> Option<(T, u64)> {
        self.0.pop()
    }

    #[inline]
    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Vec<T> {
        mem::take(&mut self.0).into_iter().map(|(item, _)| item).collect()
    }
}
