//! Stacks for code that is no thread, kept for the next one: making one
//! takes 300 times as long.

use std::cell::RefCell;

use corosensei::stack::{DefaultStack, Stack};

/// Bytes of every stack, above its guard page. Only pages that
/// are touched take memory; formatting a panic with its backtrace touches
/// more than 64 KiB of them.
pub(crate) const SIZE: usize = 256 * 1024;

/// Stacks that a thread keeps at most.
const KEPT: usize = 256;

thread_local! {
    static FREE: RefCell<Vec<DefaultStack>> = const { RefCell::new(Vec::new()) };
}

/// A stack to run a coroutine on.
///
/// # Panics
///
/// If the system has no memory for one, or no more mappings to give: on Linux
/// that is after some 32,000 stacks.
pub(crate) fn take() -> DefaultStack {
    let free = FREE.try_with(|free| free.borrow_mut().pop()).ok().flatten();
    free.unwrap_or_else(|| {
        DefaultStack::new(SIZE).expect("the system has no stack to give")
    })
}

/// The lowest address of the stack, its guard page included.
pub(crate) fn low(stack: &DefaultStack) -> usize {
    stack.limit().get()
}

/// Keeps a stack that nothing runs on any more.
pub(crate) fn give_back(stack: DefaultStack) {
    // A thread that is about to end keeps nothing.
    let _ = FREE.try_with(|free| {
        let mut free = free.borrow_mut();
        if free.len() < KEPT {
            free.push(stack);
        }
    });
}
