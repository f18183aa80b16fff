//! Refused: fails · no ticket is sold twice
//!
//! Each line holds the lock; nobody holds it between them.

use workbench::sync::Mutex;

struct Office {
    left: Mutex<u32>,
}

impl Office {
    /// An office with so many tickets, numbered from 1.
    fn new(tickets: u32) -> Self {
        Self { left: Mutex::new(tickets).named("left") }
    }

    /// How many tickets are left.
    fn left(&self) -> u32 {
        *self.left.lock()
    }

    /// Sells the ticket with the highest number that is left, and prints it;
    /// false if there is none.
    fn sell(&self, print: impl FnOnce(u32)) -> bool {
        let number = *self.left.lock();
        if number == 0 {
            return false;
        }
        *self.left.lock() = number - 1;
        print(number);
        true
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
