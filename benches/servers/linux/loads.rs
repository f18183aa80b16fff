//! `workbench load`, and what it says.

use std::io;
use std::time::Duration;

use serde::Deserialize;

use super::cores::{self, Core};
use super::processes::{Server, WORKBENCH, command};

/// What is asked.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) connections: usize,
    pub(crate) idle: usize,
    pub(crate) time: Duration,
    pub(crate) core: Core,
}

/// What came of it.
#[derive(Deserialize)]
pub(crate) struct Sample {
    pub(crate) per_second: f64,
    pub(crate) answered: u64,
    pub(crate) latency_us: Latency,
    pub(crate) server: Used,
}

#[derive(Deserialize)]
pub(crate) struct Latency {
    pub(crate) p99: f64,
}

#[derive(Deserialize)]
pub(crate) struct Used {
    cpu_s: f64,
    pub(crate) memory_bytes: u64,
}

impl Sample {
    /// Microseconds of the server's processor time.
    pub(crate) fn cpu_each(&self) -> f64 {
        self.server.cpu_s * 1e6 / self.answered as f64
    }
}

impl Plan {
    /// So much of the usual load: 64 connections, 64 bytes each time.
    pub(crate) fn of(time: Duration, core: Core) -> Self {
        Self { connections: 64, idle: 0, time, core }
    }

    /// The words of the command.
    pub(crate) fn words(&self, server: &Server) -> Vec<String> {
        let number = |name: &str, value: String| [name.to_owned(), value];
        let words = [WORKBENCH, "load", &server.address, "--json"];
        let numbers = [
            number("--connections", self.connections.to_string()),
            number("--idle", self.idle.to_string()),
            number("--seconds", self.time.as_secs_f64().to_string()),
            number("--pid", server.pid().to_string()),
        ];
        let words = words.into_iter().map(str::to_owned);
        words.chain(numbers.concat()).collect()
    }

    pub(crate) fn play(&self, server: &Server) -> io::Result<Sample> {
        let mut load = command(&self.words(server));
        let load = cores::on(self.core, || load.output())?;
        if !load.status.success() {
            let told = String::from_utf8_lossy(&load.stdout);
            return Err(io::Error::other(format!("not all is well: {told}")));
        }
        Ok(serde_json::from_slice(&load.stdout)?)
    }
}
