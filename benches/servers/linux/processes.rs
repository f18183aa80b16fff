//! Servers that run as long as somebody asks them.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::cores::{self, Core};

/// What cargo has built.
pub(crate) const WORKBENCH: &str = env!("CARGO_BIN_EXE_workbench");

/// What a server says first.
const LISTENING: &str = "listening on ";

/// How to start a contender.
#[derive(Clone)]
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    command: Vec<String>,
}

impl Contender {
    pub(crate) fn new<T: AsRef<str>>(
        name: &'static str,
        command: impl IntoIterator<Item = T>,
    ) -> Self {
        let words = command.into_iter().map(|it| it.as_ref().to_owned());
        Self { name, command: words.collect() }
    }

    /// The library's echo server of a model.
    pub(crate) fn model(name: &'static str) -> Self {
        Self::new(name, [WORKBENCH, "server", "echo", "--model", name])
    }

    /// The library's echo server in a mode.
    pub(crate) fn mode(name: &'static str) -> Self {
        let words = [WORKBENCH, "server", "echo", "--mode", name];
        // One for each connection: a pool of fewer starves the others.
        Self::new(name, words.into_iter().chain(["--workers", "64"]))
    }

    /// One that this program itself plays.
    pub(crate) fn rival(name: &'static str) -> io::Result<Self> {
        let this = std::env::current_exe()?;
        let this = this.to_string_lossy();
        Ok(Self::new(name, [&*this, "--serve", name]))
    }

    /// The same, begun by a shell that does something first.
    pub(crate) fn after(self, limits: &str) -> Self {
        let shell = format!("{limits}; exec \"$@\"");
        let words = ["sh", "-c", &shell, "sh"].map(str::to_owned);
        let command = words.into_iter().chain(self.command);
        Self { command: command.collect(), ..self }
    }

    /// Starts it on a core.
    pub(crate) fn start(&self, core: Core) -> io::Result<Server> {
        let mut command = command(&self.command);
        let server = cores::on(core, || Server::start(&mut command));
        server.map_err(|why| io::Error::other(format!("{}: {why}", self.name)))
    }
}

/// A command that says nothing but on its standard output.
pub(crate) fn command(words: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).stdin(Stdio::null()).stderr(Stdio::null());
    command.stdout(Stdio::piped());
    command
}

/// A server that listens, until it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    /// What it says goes somewhere as long as it lives.
    _out: BufReader<ChildStdout>,
}

impl Server {
    fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command.spawn()?;
        let out = child.stdout.take().expect("a pipe");
        let (mut out, mut line) = (BufReader::new(out), String::new());
        out.read_line(&mut line)?;
        let Some(address) = line.trim_end().strip_prefix(LISTENING) else {
            let _ = child.kill();
            child.wait()?;
            return Err(io::Error::other("it does not listen"));
        };
        let address = address.to_owned();
        Ok(Self { child, address, _out: out })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end; how long that took.
    pub(crate) fn stop(&mut self) -> io::Result<Duration> {
        let begun = Instant::now();
        let pid = Pid::from_raw(self.pid().cast_signed());
        kill_process(pid.expect("a process"), Signal::TERM)?;
        self.child.wait()?;
        Ok(begun.elapsed())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
