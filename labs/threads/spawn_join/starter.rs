//! A newspaper, read by as many readers as it has pages.
//!
//! Sometimes not all results are there, and sometimes they are in the wrong
//! order.
//!
//! To do: repair `read_all`. All readers must be able to read at the same
//! time.

use std::sync::Arc;

use workbench::sync::Mutex;
use workbench::thread;

/// Has every page read by a thread of its own, and returns what `read` made of
/// each, in the order of the pages.
fn read_all<R>(pages: Vec<u32>, read: R) -> Vec<u32>
where
    R: Fn(u32) -> u32 + Clone + Send + 'static,
{
    let results = Arc::new(Mutex::new(Vec::new()).named("results"));
    for page in pages {
        let (results, read) = (results.clone(), read.clone());
        // TODO: this returns a handle. What is it good for?
        thread::spawn(move || results.lock().push(read(page)));
    }
    results.lock().clone()
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
