//! What is asked of a server, how often, and by how many.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use super::report::Report;
use super::run;
use crate::model;
use crate::net::stop::{Bell, Stopper};

/// A load for an echo server: one connection that asks for 64 bytes at a
/// time, for ten seconds, unless it is told something else.
#[derive(Clone)]
pub struct Load {
    pub(super) address: SocketAddr,
    pub(super) connections: usize,
    pub(super) idle: usize,
    pub(super) until: Until,
    pub(super) size: usize,
    pub(super) pipeline: usize,
    pub(super) rate: Option<f64>,
    pub(super) threads: usize,
    pub(super) pid: Option<u32>,
    bell: Option<Arc<Bell>>,
}

/// When it ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Until {
    /// When so many requests were made and answered.
    Requests(u64),
    /// After so long.
    Time(Duration),
}

impl Load {
    /// A load for the server at `address`.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            connections: 1,
            idle: 0,
            until: Until::Time(Duration::from_secs(10)),
            size: 64,
            pipeline: 1,
            rate: None,
            threads: 1,
            pid: None,
            bell: None,
        }
    }

    /// So many connections ask.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[must_use]
    pub fn connections(self, count: usize) -> Self {
        Self { connections: at_least_one(count, "connections"), ..self }
    }

    /// So many others are open meanwhile, and say nothing.
    #[must_use]
    pub fn idle(self, count: usize) -> Self {
        Self { idle: count, ..self }
    }

    /// It ends when so many requests were made and answered, or when nothing
    /// was answered for ten seconds.
    #[must_use]
    pub fn requests(self, count: u64) -> Self {
        Self { until: Until::Requests(count), ..self }
    }

    /// It ends after so long. What was asked by then, or due, is waited for:
    /// for a second at most.
    #[must_use]
    pub fn lasting(self, time: Duration) -> Self {
        Self { until: Until::Time(time), ..self }
    }

    /// Bytes of a request.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[must_use]
    pub fn size(self, bytes: usize) -> Self {
        Self { size: at_least_one(bytes, "bytes"), ..self }
    }

    /// A connection asks so often before it is answered.
    ///
    /// # Panics
    ///
    /// If it is not at all.
    #[must_use]
    pub fn pipeline(self, requests: usize) -> Self {
        Self { pipeline: at_least_one(requests, "requests"), ..self }
    }

    /// So many requests a second are due on all connections together, at
    /// fixed times; a latency counts from then. A connection whose pipeline
    /// is full sends what is due later.
    ///
    /// # Panics
    ///
    /// If it is less than one in a day.
    #[must_use]
    pub fn rate(self, per_second: f64) -> Self {
        let slowest = 1.0 / (24.0 * 60.0 * 60.0);
        assert!(per_second >= slowest, "{per_second} requests a second");
        Self { rate: Some(per_second), ..self }
    }

    /// So many threads ask, each on its share of the connections.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[must_use]
    pub fn threads(self, count: usize) -> Self {
        Self { threads: at_least_one(count, "threads"), ..self }
    }

    /// The server is this process: what it uses meanwhile is reported.
    #[must_use]
    pub fn pid(self, pid: u32) -> Self {
        Self { pid: Some(pid), ..self }
    }

    /// What ends it early, with a report of what was measured until then.
    ///
    /// # Errors
    ///
    /// If the system has no descriptors for it.
    pub fn stopper(&mut self) -> io::Result<Stopper> {
        let bell = match &self.bell {
            Some(bell) => bell.clone(),
            None => self.bell.insert(Arc::new(Bell::new()?)).clone(),
        };
        Ok(Stopper::new(bell))
    }

    /// Opens the connections, asks on all of them, and hangs up.
    ///
    /// # Blocking
    ///
    /// Until it ends.
    ///
    /// # Errors
    ///
    /// If not all connections can be opened, or the server's process is not
    /// there; and what the system says. What goes wrong with a connection
    /// later stands in the report.
    ///
    /// # Panics
    ///
    /// In an explored program.
    pub fn run(&self) -> io::Result<Report> {
        assert!(
            !model::running(),
            "sockets are real only: a program that asks servers cannot be \
             explored"
        );
        let bell = self.bell.clone();
        let bell = bell.map_or_else(|| Bell::new().map(Arc::new), Ok)?;
        run::run(self, &bell)
    }
}

fn at_least_one(count: usize, of: &str) -> usize {
    let count = NonZero::new(count);
    count.unwrap_or_else(|| panic!("a load of no {of}")).get()
}

impl fmt::Debug for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Load")
            .field("address", &self.address)
            .field("connections", &self.connections)
            .field("until", &self.until)
            .finish_non_exhaustive()
    }
}
