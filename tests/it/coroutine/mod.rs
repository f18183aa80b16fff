//! Generators, greenlets and green tasks.

mod generator;
mod green;
mod greenlet;
#[cfg(unix)]
mod net;
mod trace;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// What happened, in order.
#[derive(Clone, Default)]
struct Story(Rc<RefCell<Vec<String>>>);

impl Story {
    fn tell(&self, what: impl ToString) {
        self.0.borrow_mut().push(what.to_string());
    }

    fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

/// Tells when it is dropped.
struct Cleanup(Story, &'static str);

impl Drop for Cleanup {
    fn drop(&mut self) {
        self.0.tell(self.1);
    }
}

/// The text that `f` panics with.
fn panic_of<T>(f: impl FnOnce() -> T) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(f)) else {
        panic!("it did not panic");
    };
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no text".to_owned())
}
