//! A queue between producers and consumers, with room for so many.
//!
//! It takes as many as are put, and whoever comes too early gets nothing.
//!
//! To do: let `put` wait for room and `get` for an item, and let each say when
//! the other can go on.

use std::collections::VecDeque;

use workbench::sync::Mutex;

struct Queue<T> {
    items: Mutex<VecDeque<T>>,
    #[expect(dead_code, reason = "to do")]
    capacity: usize,
}

impl<T> Queue<T> {
    /// An empty queue with room for `capacity` items.
    fn new(capacity: usize) -> Self {
        Self { items: Mutex::new(VecDeque::new()).named("items"), capacity }
    }

    /// Puts an item at the end, and waits as long as there is no room.
    fn put(&self, item: T) {
        // TODO: what if it is full? Who waits for this item?
        self.items.lock().push_back(item);
    }

    /// Takes the item that was put first, and waits as long as there is none.
    fn get(&self) -> T {
        // TODO: what if it is empty? Who waits for this room?
        self.items.lock().pop_front().unwrap()
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
