//! Refused: deadlock · so many can be put before anybody comes
//!
//! Room for one, whatever was asked for.

use std::collections::VecDeque;

use workbench::sync::{Condvar, Mutex};

struct Queue<T> {
    items: Mutex<VecDeque<T>>,
    capacity: usize,
    not_empty: Condvar,
    not_full: Condvar,
}

impl<T> Queue<T> {
    /// An empty queue with room for `capacity` items.
    fn new(capacity: usize) -> Self {
        Self {
            items: Mutex::new(VecDeque::new()).named("items"),
            capacity,
            not_empty: Condvar::new().named("not_empty"),
            not_full: Condvar::new().named("not_full"),
        }
    }

    /// Puts an item at the end, and waits as long as there is no room.
    fn put(&self, item: T) {
        let mut items = self.items.lock();
        while items.len() == self.capacity.min(1) {
            self.not_full.wait(&mut items);
        }
        items.push_back(item);
        self.not_empty.notify_one();
    }

    /// Takes the item that was put first, and waits as long as there is none.
    fn get(&self) -> T {
        let mut items = self.items.lock();
        loop {
            if let Some(item) = items.pop_front() {
                self.not_full.notify_one();
                return item;
            }
            self.not_empty.wait(&mut items);
        }
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
