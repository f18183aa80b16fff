//! Refused: 'std::thread::sleep' is not for this exercise
//!
//! Sleeps and hopes that the other one is done.

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
        std::thread::sleep(std::time::Duration::from_millis(1));
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
