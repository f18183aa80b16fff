//! Refused: right, but too careful · two cashiers print at the same time
//!
//! One after the other: the lock is held while a ticket is printed.

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
        let mut left = self.left.lock();
        if *left == 0 {
            return false;
        }
        print(*left);
        *left -= 1;
        true
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
