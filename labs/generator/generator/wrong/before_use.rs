//! Refused: fails · a till that was never used prints nothing
//!
//! Its receipt is there before anybody has asked for anything.

use std::cell::RefCell;
use std::rc::Rc;

use workbench::coroutine::Generator;

/// What the printer has printed: a sum for each till that was closed.
type Paper = Rc<RefCell<Vec<u32>>>;

/// A till: it is sent prices, and answers each with the sum up to then; the
/// first answer, before any price, is 0.
///
/// When it is closed or dropped it prints its sum, once. One that was never
/// used prints nothing.
fn till(paper: Paper) -> Generator<u32, u32> {
    let mut receipt = Receipt { sum: 0, paper };
    Generator::new(move |y| {
        let receipt = &mut receipt;
        loop {
            receipt.sum += y.yield_(receipt.sum);
        }
    })
}

/// Prints its sum when it goes, however it goes.
struct Receipt {
    sum: u32,
    paper: Paper,
}

impl Drop for Receipt {
    fn drop(&mut self) {
        self.paper.borrow_mut().push(self.sum);
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
