//! A newspaper, read by as many readers as it has pages: first all are
//! started, then each is waited for.

use workbench::thread;

/// Has every page read by a thread of its own, and returns what `read` made of
/// each, in the order of the pages.
fn read_all<R>(pages: Vec<u32>, read: R) -> Vec<u32>
where
    R: Fn(u32) -> u32 + Clone + Send + 'static,
{
    let start = |page| {
        let read = read.clone();
        thread::spawn(move || read(page))
    };
    let readers: Vec<_> = pages.into_iter().map(start).collect();
    readers.into_iter().map(|reader| reader.join().unwrap()).collect()
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
