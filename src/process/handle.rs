//! A child process, from its description to its exit code.

use std::ffi::OsString;
use std::io;
use std::panic::Location;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::end::End;
use super::entry::Entry;
use super::living::{Living, Start};
use super::orders::{self, Orders};
use super::os::{self, Link};
use super::pipe::Writer;
use crate::sync::deadline;
use crate::trace::{self, LaneKind};

/// Numbers processes that are given no name, from 1.
static UNNAMED: AtomicU64 = AtomicU64::new(0);

/// A child process, as Python's `multiprocessing.Process`.
///
/// It is described, started once, and joined. Dropping it lets the child go
/// on: it is reaped when it ends, and ends with this process at the latest.
#[derive(Debug)]
pub struct Process {
    name: String,
    daemon: bool,
    /// Taken by `start`.
    plan: Option<Plan>,
    /// Set by `start`.
    living: Option<Arc<Living>>,
}

#[derive(Debug)]
struct Plan {
    entry: &'static str,
    args: Vec<String>,
    ends: Vec<End>,
    stdout: Option<Writer>,
    program_args: Vec<OsString>,
}

impl Process {
    /// A process named `Process-N` that will run `entry`.
    #[must_use]
    pub fn new(entry: &Entry) -> Self {
        // Relaxed: a number is all that is asked of it.
        let number = UNNAMED.fetch_add(1, Ordering::Relaxed) + 1;
        let plan = Plan {
            entry: entry.name(),
            args: Vec::new(),
            ends: Vec::new(),
            stdout: None,
            program_args: Vec::new(),
        };
        Self {
            name: format!("Process-{number}"),
            daemon: false,
            plan: Some(plan),
            living: None,
        }
    }

    /// Adds an argument, for [`Child::args`](super::Child::args).
    ///
    /// # Panics
    ///
    /// If the process has been started, as all that describes it.
    #[must_use]
    pub fn arg(mut self, arg: impl ToString) -> Self {
        self.plan().args.push(arg.to_string());
        self
    }

    /// Gives it a name.
    ///
    /// # Panics
    ///
    /// If the process has been started.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        let _ = self.plan();
        self.name = name.into();
        self
    }

    /// Whether [`run`](super::run) ends it instead of waiting for it.
    ///
    /// # Panics
    ///
    /// If the process has been started.
    #[must_use]
    pub fn daemon(mut self, daemon: bool) -> Self {
        let _ = self.plan();
        self.daemon = daemon;
        self
    }

    /// Gives it an end of a pipe, which this process no longer has. The
    /// child takes it with [`Child::pipe`](super::Child::pipe).
    ///
    /// # Panics
    ///
    /// If the process has been started.
    #[must_use]
    pub fn pipe(mut self, end: impl Into<End>) -> Self {
        self.plan().ends.push(end.into());
        self
    }

    /// Makes `writer` its standard output.
    ///
    /// # Panics
    ///
    /// If the process has been started.
    #[must_use]
    pub fn stdout(mut self, writer: Writer) -> Self {
        self.plan().stdout = Some(writer);
        self
    }

    /// Sets the arguments with which the program is executed, none by
    /// default. They are for programs whose `main` is not one's own: a test
    /// binary is led to the test that calls [`enter`](super::enter).
    ///
    /// # Panics
    ///
    /// If the process has been started.
    #[must_use]
    pub fn program_args<I>(mut self, args: I) -> Self
    where
        I: IntoIterator<Item: Into<OsString>>,
    {
        self.plan().program_args = args.into_iter().map(Into::into).collect();
        self
    }

    /// Starts it.
    ///
    /// # Errors
    ///
    /// If the system gives no process; this one then cannot be started again.
    /// `Unsupported` if it is to have an end of a pipe, outside Unix.
    ///
    /// # Panics
    ///
    /// If it has been started before; and in a child whose `main` has not
    /// called [`enter`](super::enter), which would start itself for ever.
    #[track_caller]
    pub fn start(&mut self) -> io::Result<()> {
        assert!(
            !orders::pending(),
            "a child starts a process before its main has called \
             `process::enter`: it would start itself for ever"
        );
        let plan = self.plan.take();
        let plan = plan.expect("a process can be started only once");
        let (name, daemon) = (self.name.clone(), self.daemon);
        let record = trace::is_recording();
        let (command, link) = plan.command(&name, daemon, record)?;
        let place = Location::caller();
        let lane = trace::spawn(LaneKind::Process, &name, place);
        let start = Start { name, daemon, command, link, record, lane };
        self.living = Some(start.start()?);
        Ok(())
    }

    /// Waits until it has ended.
    ///
    /// # Blocking
    ///
    /// Until the process ends. One that writes into a full pipe which only
    /// the caller would read does not.
    ///
    /// # Panics
    ///
    /// If it has not been started.
    #[track_caller]
    pub fn join(&self) {
        self.started("joined").wait(None, Location::caller());
    }

    /// As [`join`](Self::join), for at most `timeout`; whether it has ended.
    ///
    /// # Panics
    ///
    /// If it has not been started.
    #[must_use = "it may not have ended"]
    #[track_caller]
    pub fn join_timeout(&self, timeout: Duration) -> bool {
        let living = self.started("joined");
        living.wait(deadline(timeout), Location::caller())
    }

    /// Its number, once it is started.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.living.as_ref().map(|living| living.pid)
    }

    /// Once it has ended, what it returned, or the signal that ended it as a
    /// negative number.
    #[must_use]
    pub fn exit_code(&self) -> Option<i32> {
        self.living.as_ref().and_then(|living| living.exit_code())
    }

    /// Whether it has been started and has not ended. May be stale on return.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.living.as_ref().is_some_and(|it| it.exit_code().is_none())
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether [`run`](super::run) ends it instead of waiting for it.
    #[must_use]
    pub fn is_daemon(&self) -> bool {
        self.daemon
    }

    /// Asks it to end, with SIGTERM; harmless if it has ended. Outside Unix
    /// this is [`kill`](Self::kill).
    ///
    /// # Panics
    ///
    /// If it has not been started.
    #[track_caller]
    pub fn terminate(&self) {
        self.started("terminated").terminate();
    }

    /// Ends it, with SIGKILL, which no process can refuse; harmless if it has
    /// ended.
    ///
    /// # Panics
    ///
    /// If it has not been started.
    #[track_caller]
    pub fn kill(&self) {
        self.started("killed").kill();
    }

    fn plan(&mut self) -> &mut Plan {
        let plan = self.plan.as_mut();
        plan.expect("a process is described before it is started")
    }

    #[track_caller]
    fn started(&self, what: &str) -> &Living {
        let Some(living) = &self.living else {
            panic!("only a process that was started can be {what}")
        };
        living
    }
}

impl Plan {
    /// The command that starts such a process, and the link to it.
    fn command(
        self,
        name: &str,
        daemon: bool,
        record: bool,
    ) -> io::Result<(Command, Link)> {
        let mut carried = Vec::new();
        let ends = self.ends.into_iter().map(|end| end.pack(&mut carried));
        let orders = Orders {
            entry: self.entry.to_owned(),
            name: name.to_owned(),
            args: self.args,
            daemon,
            parent: super::pid(),
            record,
            ends: ends.collect::<io::Result<_>>()?,
        };
        let mut command = os::program()?;
        orders.give(&mut command);
        let link = Link::give(&mut command, &carried)?;
        command.args(self.program_args);
        if let Some(writer) = self.stdout {
            command.stdout(writer.into_os());
        }
        Ok((command, link))
    }
}
