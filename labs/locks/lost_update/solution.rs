//! A ticket office: the look and the step are one, and nobody waits for a
//! printer.

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
        let sold =
            self.left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1));
        match sold {
            Ok(number) => {
                print(number);
                true
            }
            Err(_) => false,
        }
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
