//! Refused: fails · what is sold out stays sold out
//!
//! The step is one, and the look before it is another.

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
        if self.left.load(SeqCst) == 0 {
            return false;
        }
        let number = self.left.fetch_sub(1, SeqCst);
        print(number);
        true
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
