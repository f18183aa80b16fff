//! Refused: lost wake-up · who waits gets the next loaf
//!
//! Calls first, and bakes then.

use workbench::sync::{Condvar, Mutex};

struct Shelf {
    loaves: Mutex<u32>,
    baked: Condvar,
}

impl Shelf {
    fn new() -> Self {
        Self {
            loaves: Mutex::new(0).named("loaves"),
            baked: Condvar::new().named("baked"),
        }
    }

    /// Puts some loaves there, and tells who waits for one.
    fn put(&self, loaves: u32) {
        self.baked.notify_all();
        *self.loaves.lock() += loaves;
    }

    /// Waits until there is a loaf, and takes it; how many are left.
    fn take(&self) -> u32 {
        let mut loaves = self.loaves.lock();
        while *loaves == 0 {
            self.baked.wait(&mut loaves);
        }
        *loaves -= 1;
        *loaves
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
