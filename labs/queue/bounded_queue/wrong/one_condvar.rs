//! Refused: deadlock · two produce, two consume, and nothing is lost
//!
//! One condition variable for all, and a call that wakes one: it may be one
//! who waits for the same.

use std::collections::VecDeque;

use workbench::sync::{Condvar, Mutex};

struct Queue<T> {
    items: Mutex<VecDeque<T>>,
    capacity: usize,
    changed: Condvar,
}

impl<T> Queue<T> {
    /// An empty queue with room for `capacity` items.
    fn new(capacity: usize) -> Self {
        Self {
            items: Mutex::new(VecDeque::new()).named("items"),
            capacity,
            changed: Condvar::new().named("changed"),
        }
    }

    /// Puts an item at the end, and waits as long as there is no room.
    fn put(&self, item: T) {
        let mut items = self.items.lock();
        while items.len() == self.capacity {
            self.changed.wait(&mut items);
        }
        items.push_back(item);
        self.changed.notify_one();
    }

    /// Takes the item that was put first, and waits as long as there is none.
    fn get(&self) -> T {
        let mut items = self.items.lock();
        loop {
            if let Some(item) = items.pop_front() {
                self.changed.notify_one();
                return item;
            }
            self.changed.wait(&mut items);
        }
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
