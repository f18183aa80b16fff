//! What a till does.

use std::cell::RefCell;
use std::rc::Rc;

use workbench::exercise::Check;

use super::{Paper, till};

#[test]
fn check() {
    Check::new("generator")
        .really("every price is answered with the sum", answers)
        .really("two tills do not share their sums", two_tills)
        .really("a till that is closed prints its sum once", closed)
        .really("a till that is dropped prints its sum once", dropped)
        .really("a till that was never used prints nothing", unused)
        .run();
}

fn paper() -> Paper {
    Rc::new(RefCell::new(Vec::new()))
}

fn answers() {
    let mut till = till(paper());
    assert_eq!(till.next(), Some(0), "before any price");
    for (price, sum) in [(3, 3), (4, 7), (1, 8)] {
        assert_eq!(till.send(price), Ok(sum), "after {price} was sent");
    }
}

fn two_tills() {
    let (mut one, mut two) = (till(paper()), till(paper()));
    assert_eq!((one.next(), two.next()), (Some(0), Some(0)));
    assert_eq!((one.send(3), two.send(5)), (Ok(3), Ok(5)));
}

fn closed() {
    let paper = paper();
    let mut till = till(paper.clone());
    till.next();
    let _ = till.send(3);
    let _ = till.send(4);
    assert!(paper.borrow().is_empty(), "printed before it was closed");
    till.close();
    assert_eq!(*paper.borrow(), [7], "what was printed");
    drop(till);
    assert_eq!(*paper.borrow(), [7], "what was printed in the end");
}

fn dropped() {
    let paper = paper();
    let mut till = till(paper.clone());
    till.next();
    let _ = till.send(5);
    drop(till);
    assert_eq!(*paper.borrow(), [5], "what was printed");
}

fn unused() {
    let paper = paper();
    drop(till(paper.clone()));
    assert!(paper.borrow().is_empty(), "what was printed");
}
