//! Refused: fails · results are in the order of the pages
//!
//! Waits for all of them, and takes the results as they come.

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
    let start = |page| {
        let (results, read) = (results.clone(), read.clone());
        thread::spawn(move || results.lock().push(read(page)))
    };
    let readers: Vec<_> = pages.into_iter().map(start).collect();
    for reader in readers {
        reader.join().unwrap();
    }
    results.lock().clone()
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
