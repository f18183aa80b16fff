//! What a request costs a server, measured.

use std::thread;
use std::time::Duration;

use workbench::net::model::Model;

use super::load::Load;
use super::server::Served;
use crate::labs::Story;

/// Those who talk, all at once.
pub(super) const ACTIVE: usize = 8;

/// How often each of them asks: while calls are counted, and in each try
/// while nobody looks, which fewer would make a matter of luck.
const COUNTED: u64 = 25;
const TIMED: usize = 50;

/// Of these the cheapest counts: whatever else the machine does only adds.
const TRIES: usize = 3;

/// How often each system call was made, or why that cannot be counted.
type Counted = Result<Vec<(String, f64)>, String>;

/// What a request costs a server.
#[derive(Debug)]
pub(super) struct Cost {
    /// System calls by their names, the most frequent first.
    pub(super) calls: Counted,
    /// Time that it computes.
    pub(super) cpu: Duration,
}

impl Cost {
    /// System calls of all names.
    pub(super) fn all_calls(&self) -> Option<f64> {
        let calls = self.calls.as_ref().ok()?;
        Some(calls.iter().map(|it| it.1).sum())
    }
}

/// Measures it with so many idle connections beside the active ones; if this
/// system has no such model, why.
///
/// On a thread of std, which no trace shows: to be recorded costs time too.
pub(super) fn measure(
    story: &Story,
    model: Model,
    idle: usize,
) -> Result<Cost, String> {
    let counted = story.scaled_work(COUNTED).max(COUNTED / 5) as usize;
    let measure = move || {
        let mut server = Served::start(model)?;
        let load = Load::connect(server.address, ACTIVE, idle);
        let tries = (0..TRIES).map(|_| {
            let before = server.cpu();
            let requests = load.rounds(TIMED);
            (server.cpu() - before) / requests as u32
        });
        let cpu = tries.min().unwrap_or_default();
        let calls = count(server.pid(), &load, counted);
        Ok(Cost { calls, cpu })
    };
    thread::spawn(measure).join().unwrap()
}

/// The calls for a request, in a run of its own.
#[cfg(target_os = "linux")]
fn count(pid: u32, load: &Load, rounds: usize) -> Counted {
    let mut counter = super::calls::Counter::attach(pid)?;
    // Whoever was stopped while it waited begins to wait anew.
    load.rounds(1);
    counter.take();
    let requests = load.rounds(rounds);
    let each = |(name, count)| (name, count as f64 / requests as f64);
    let mut calls: Vec<_> = counter.take().into_iter().map(each).collect();
    calls.sort_by(|a, b| b.1.total_cmp(&a.1));
    Ok(calls)
}

#[cfg(not(target_os = "linux"))]
fn count(_: u32, _: &Load, _: usize) -> Counted {
    Err("only Linux has a way to".to_owned())
}
