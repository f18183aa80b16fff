//! Refused: fails · a till that is closed prints its sum once
//!
//! Takes a price of 0 for the end, which nobody sends.

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
    Generator::new(move |y| {
        let mut sum = 0;
        loop {
            let price = y.yield_(sum);
            if price == 0 {
                break;
            }
            sum += price;
        }
        paper.borrow_mut().push(sum);
    })
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
