//! The memory orderings of what is written by hand, in every way that the
//! memory model allows.
//!
//! The library's own files are compiled here once more, and find stand-ins
//! made of [loom] where they look for the library's seam. loom runs a small
//! program again and again: its threads take turns in every order, and a load
//! returns every value that it may, not only the last.
//!
//! | stand-in | for |
//! |---|---|
//! | `memory.rs` | std's atomics, cells and fences |
//! | `sync/mod.rs` | mutexes and condition variables; how long a thread spins |
//! | `trace/mod.rs`, `model.rs` | a recorder and an explorer, both switched off |
//!
//! `proofs` are the tests. *Red if* says which edit of the library a test is
//! there for: each has been tried, and seen to fail.
//!
//! What this does not show:
//!
//! - A test is a few operations of two or three threads. Where that is still
//!   too much, threads are interrupted a few times only: the first argument
//!   of [`explore`].
//! - loom remembers the last seven writes of a variable, no load of it
//!   returns a value that is yet to be written, and no weak exchange fails
//!   without cause.
//! - `SeqCst` is made of fences, and spinning is cut short: see `memory.rs`.
//!
//! [loom]: https://docs.rs/loom/0.7
#![expect(
    clippy::unwrap_used,
    reason = "what a test unwraps fails the test, wherever it stands"
)]
#![expect(
    clippy::arc_with_non_send_sync,
    reason = "loom's threads take turns on one thread"
)]

mod memory;
mod model;
mod publish;
mod queue;
mod seq_cst;
mod sync;
mod trace;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use loom::thread::JoinHandle;

/// Runs `program` in every way there is, or in those with at most so many
/// preemptions, and returns all that came of it. Panics if a run does, does
/// not end, or has a data race.
fn explore<T: Ord + Send + 'static>(
    preemptions: impl Into<Option<usize>>,
    program: impl Fn() -> T + Send + Sync + 'static,
) -> Vec<T> {
    let mut explorer = loom::model::Builder::new();
    explorer.preemption_bound = preemptions.into();
    let outcomes = Arc::new(Mutex::new(BTreeSet::new()));
    let found = outcomes.clone();
    explorer.check(move || {
        memory::prepare();
        let outcome = program();
        found.lock().unwrap().insert(outcome);
    });
    std::mem::take(&mut *outcomes.lock().unwrap()).into_iter().collect()
}

/// Starts a thread of the program that shares `it`.
fn spawn<S: 'static, T: 'static>(
    it: &Arc<S>,
    body: impl FnOnce(&S) -> T + 'static,
) -> JoinHandle<T> {
    let it = it.clone();
    loom::thread::spawn(move || body(&it))
}

/// Starts two threads that do the same, each with its number.
fn spawn_two<S: 'static, T: 'static>(
    it: &Arc<S>,
    body: impl Fn(&S, usize) -> T + Copy + 'static,
) -> [JoinHandle<T>; 2] {
    [0, 1].map(|number| spawn(it, move |it| body(it, number)))
}

fn join<T, const N: usize>(threads: [JoinHandle<T>; N]) -> [T; N] {
    threads.map(|thread| thread.join().unwrap())
}
