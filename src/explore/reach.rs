//! What a good solution allows to happen, and whether it ever does.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::model;

thread_local! {
    static REACHED: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// Marks that something happened in this execution: two readers inside, say.
///
/// [`Explorer::must_reach`](super::Explorer::must_reach) asks for it. On an
/// OS thread it does nothing.
pub fn reach(label: &str) {
    if model::running() {
        REACHED.with_borrow_mut(|reached| {
            if !reached.contains(label) {
                reached.insert(label.to_owned());
            }
        });
    }
}

/// What was reached since this was asked last.
pub(super) fn take() -> BTreeSet<String> {
    REACHED.take()
}
