//! What a child runs, and how it comes to run it.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::end::End;
use super::orders::Orders;
use super::os::Link;
use super::pipe::{Connection, Reader, Writer};
use super::{os, run};
use crate::sync::Mutex;
use crate::thread;
use crate::trace::{self, Recorder};

/// The exit code of a child that panicked, as of any Rust program.
const PANICKED: u8 = 101;

/// The main function of a child process, under a name by which the program
/// finds it again when it is executed anew.
#[derive(Debug)]
pub struct Entry {
    name: &'static str,
    main: fn(&Child) -> u8,
}

impl Entry {
    /// An entry named `name`; what `main` returns is the child's exit code.
    #[must_use]
    pub const fn new(name: &'static str, main: fn(&Child) -> u8) -> Self {
        Self { name, main }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

/// This process, as its parent described it.
#[derive(Debug)]
pub struct Child {
    name: String,
    args: Vec<String>,
    daemon: bool,
    /// What has not been taken yet.
    ends: Mutex<VecDeque<End>>,
}

impl Child {
    /// The name of this process.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The arguments that the parent gave.
    #[must_use]
    pub fn args(&self) -> &[String] {
        &self.args
    }

    /// Whether the parent ends without waiting for this process.
    #[must_use]
    pub fn is_daemon(&self) -> bool {
        self.daemon
    }

    /// Takes the next end that the parent gave with
    /// [`Process::pipe`](super::Process::pipe), in its order.
    #[must_use]
    pub fn pipe(&self) -> Option<End> {
        self.ends.lock().pop_front()
    }

    /// Takes the next end, which is a [`Reader`].
    ///
    /// # Panics
    ///
    /// If the next end is not one.
    #[must_use]
    pub fn reader(&self) -> Reader {
        match self.pipe() {
            Some(End::Reader(reader)) => reader,
            other => refuse("reader", other),
        }
    }

    /// Takes the next end, which is a [`Writer`].
    ///
    /// # Panics
    ///
    /// If the next end is not one.
    #[must_use]
    pub fn writer(&self) -> Writer {
        match self.pipe() {
            Some(End::Writer(writer)) => writer,
            other => refuse("writer", other),
        }
    }

    /// Takes the next end, which is a [`Connection`].
    ///
    /// # Panics
    ///
    /// If the next end is not one.
    #[must_use]
    pub fn connection(&self) -> Connection {
        match self.pipe() {
            Some(End::Connection(connection)) => connection,
            other => refuse("connection", other),
        }
    }
}

#[cfg(unix)]
impl Child {
    /// Takes the next end, which is a socket.
    ///
    /// # Panics
    ///
    /// If the next end is not one.
    #[must_use]
    pub fn socket(&self) -> std::os::fd::OwnedFd {
        match self.pipe() {
            Some(End::Socket(socket)) => socket,
            other => refuse("socket", other),
        }
    }
}

fn refuse(wanted: &str, got: Option<End>) -> ! {
    match got {
        Some(end) => panic!("the next end is no {wanted} but {end:?}"),
        None => panic!("the parent gave no further end, so no {wanted}"),
    }
}

/// In a child process, runs the entry of `entries` that the parent named and
/// returns its exit code; otherwise returns `None` at once.
///
/// To be called as the first thing in `main`, before arguments are read. The
/// entry is run as a program of its own: when it has returned, its daemonic
/// children are ended, and its other children and threads waited for.
///
/// # Panics
///
/// If none of `entries` has that name, or if the parent is gone. A panic of
/// the entry does not come through: the exit code is then 101.
#[must_use = "in a child, main is to return this exit code"]
pub fn enter(entries: &[&Entry]) -> Option<u8> {
    let orders = Orders::take()?;
    let link = Link::take().expect("a child's first input is its parent's");
    // Before a thread may read the link to see when it is cut.
    let ends = link.receive(orders.ends);
    assert!(
        os::end_with(orders.parent, &link),
        "process {} wanted a child for '{}' and is not the parent of this one: \
         it has ended, or its environment was passed on",
        orders.parent,
        orders.entry
    );
    let main = find(entries, &orders.entry);
    let child = Child {
        name: orders.name,
        args: orders.args,
        daemon: orders.daemon,
        ends: Mutex::hidden(ends.expect("the pipes that were given").into()),
    };
    let program = || run(|| thread::run(|| guarded(main, child)));
    if !orders.record {
        return Some(program());
    }
    let (code, trace) = Recorder::new().record_for_parent(program);
    // A parent that is gone needs no trace.
    let _ = link.ship(&trace);
    Some(code)
}

fn find(entries: &[&Entry], name: &str) -> fn(&Child) -> u8 {
    let named = entries.iter().find(|entry| entry.name == name);
    named.map(|entry| entry.main).unwrap_or_else(|| {
        let names: Vec<_> = entries.iter().map(|entry| entry.name).collect();
        let names = names.join(", ");
        panic!("there is no entry '{name}'; `enter` was given: {names}")
    })
}

/// Runs `main`; a panic is recorded and becomes an exit code.
fn guarded(main: fn(&Child) -> u8, child: Child) -> u8 {
    let code = catch_unwind(AssertUnwindSafe(|| main(&child)));
    code.unwrap_or_else(|panic| {
        trace::panicked(&*panic);
        PANICKED
    })
}
