//! Refused: fails · results are in the order of the pages
//!
//! Waits for the reader that was started last, and hopes that the others were
//! faster.

use std::sync::Arc;

use workbench::sync::Mutex;
use workbench::thread;

/// Has every page read by a thread of its own, and returns what `read` made of
/// each, in the order of the pages.
fn read_all<R>(pages: Vec<u32>, read: R) -> Vec<u32>
where
    R: Fn(u32) -> u32 + Clone + Send + 'static,
{
    let results = Arc::new(Mutex::new(vec![0; pages.len()]).named("results"));
    let start = |(place, page)| {
        let (results, read) = (results.clone(), read.clone());
        thread::spawn(move || {
            let result = read(page);
            results.lock()[place] = result;
        })
    };
    let last = pages.into_iter().enumerate().map(start).last();
    if let Some(last) = last {
        last.join().unwrap();
    }
    results.lock().clone()
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
