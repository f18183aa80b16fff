//! A ticket office with several cashiers.
//!
//! Sometimes the same ticket is sold twice.
//!
//! To do: repair `sell`. Two cashiers must still be able to print at the same
//! time: a printer is slow.

use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

struct Office {
    left: AtomicU32,
}

impl Office {
    /// An office with so many tickets, numbered from 1.
    fn new(tickets: u32) -> Self {
        Self { left: AtomicU32::new(tickets).named("left") }
    }

    /// How many tickets are left.
    fn left(&self) -> u32 {
        self.left.load(SeqCst)
    }

    /// Sells the ticket with the highest number that is left, and prints it;
    /// false if there is none.
    fn sell(&self, print: impl FnOnce(u32)) -> bool {
        // TODO: this is a look and a step; who comes in between?
        let number = self.left.load(SeqCst);
        if number == 0 {
            return false;
        }
        self.left.store(number - 1, SeqCst);
        print(number);
        true
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
