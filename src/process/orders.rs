//! What a parent tells a child through its environment.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

/// Where the orders stand. Set for children only.
const VARIABLE: &str = "WORKBENCH_PROCESS";

/// Whether the orders have been taken: they are followed once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The name of this process, if it is a child.
static NAME: OnceLock<String> = OnceLock::new();

/// What a child is to do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Orders {
    /// The name of the entry.
    pub(super) entry: String,
    pub(super) name: String,
    pub(super) args: Vec<String>,
    pub(super) daemon: bool,
    /// Who gave the orders. A process with another parent is not meant: the
    /// variable has come to it by inheritance.
    pub(super) parent: u32,
    /// Whether to record itself, and to ship the trace.
    pub(super) record: bool,
    /// What the link carries, in its order.
    pub(super) ends: Vec<EndOrder>,
}

/// An end of a pipe that was handed over.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum EndOrder {
    Reader(PipeOrder),
    Writer(PipeOrder),
    /// Its reader and its writer.
    Connection(PipeOrder, PipeOrder),
    Socket,
}

/// A pipe, as traces speak of it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PipeOrder {
    pub(super) name: String,
    /// Messages that have passed this end.
    pub(super) items: u64,
}

impl Orders {
    /// The orders of this process, if it has any and this is the first call.
    pub(super) fn take() -> Option<Self> {
        let text = std::env::var(VARIABLE).ok()?;
        // Relaxed: only one call may go on, and nothing else hangs on it.
        if TAKEN.swap(true, Ordering::Relaxed) {
            return None;
        }
        let orders: Self = serde_json::from_str(&text).unwrap_or_else(|why| {
            panic!("{VARIABLE} is not what a parent process writes: {why}")
        });
        let _ = NAME.set(orders.name.clone());
        Some(orders)
    }

    /// Gives `command` these orders.
    pub(super) fn give(&self, command: &mut std::process::Command) {
        let text = serde_json::to_string(self);
        command.env(VARIABLE, text.expect("orders are texts and numbers"));
    }
}

/// Whether this process is a child that has not followed its orders.
pub(super) fn pending() -> bool {
    // Relaxed: `enter` is called before another thread could ask.
    !TAKEN.load(Ordering::Relaxed) && std::env::var_os(VARIABLE).is_some()
}

/// `what`, in words that are this process's own.
pub(super) fn own(what: String) -> String {
    match NAME.get() {
        Some(name) => format!("{what} of {name}"),
        None => what,
    }
}
