//! A baker's shelf: who wants a loaf waits until there is one.
//!
//! Sometimes somebody takes a loaf that is not there, and sometimes somebody
//! waits for ever in front of bread.
//!
//! To do: repair `put` and `take`; two words are wrong.

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
        *self.loaves.lock() += loaves;
        // TODO: how many of those who wait does this wake?
        self.baked.notify_one();
    }

    /// Waits until there is a loaf, and takes it; how many are left.
    fn take(&self) -> u32 {
        let mut loaves = self.loaves.lock();
        // TODO: what if somebody was faster, after this one was woken?
        if *loaves == 0 {
            self.baked.wait(&mut loaves);
        }
        *loaves -= 1;
        *loaves
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
