//! What `workbench server` and `workbench client` understand.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What `workbench server` understands.
#[derive(Args)]
pub(crate) struct Server {
    /// What is served
    #[arg(value_enum)]
    pub(crate) kind: Served,
    /// The address to listen at
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) bind: String,
    /// The port to listen at; 0 takes one that is free
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    #[arg(value_parser = port)]
    pub(crate) port: u16,
    /// Listen where other machines can come in, if '--bind' says so
    #[arg(long)]
    pub(crate) expose: bool,
    /// Who serves those that come
    #[arg(long, value_enum, value_name = "MODE", default_value = "threads")]
    pub(crate) mode: Mode,
    /// For 'echo', instead of a mode: how it waits for its callers
    #[arg(long, value_enum, value_name = "MODEL", conflicts_with = "mode")]
    pub(crate) model: Option<Model>,
    /// How many threads a pool has
    #[arg(long, value_name = "N", default_value_t = 4)]
    #[arg(allow_negative_numbers = true, value_parser = workers)]
    pub(crate) workers: usize,
    /// The folder whose files are served, for 'file'
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Commands that may be run, for 'command': --allow 'date,uname -a'
    #[arg(long, value_name = "CMD,…", value_delimiter = ',')]
    pub(crate) allow: Vec<String>,
    /// The socket's name in the file system, for 'unix'
    #[arg(long, value_name = "FILE")]
    pub(crate) path: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Served {
    /// Bytes come back in upper case
    Echo,
    /// Commands of a list are run
    Command,
    /// Files of a folder are given and taken
    File,
    /// An echo of datagrams
    Udp,
    /// An echo on this machine only
    Unix,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    /// One after the other
    Iterative,
    /// A thread for each
    Threads,
    /// A few threads, which take turns
    Pool,
    /// A process for each
    Process,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Model {
    /// A thread for each, which waits in a read
    Blocking,
    /// Nobody waits: each is asked, again and again
    Nonblocking,
    /// One thread for all, in select: 1,024 descriptors
    Select,
    /// One thread for all, in poll
    Poll,
    /// One thread for all, in epoll
    Epoll,
    /// One thread, and a signal for every arrival
    Sigio,
    /// One thread, and reads and writes that the system does: io_uring
    Uring,
}

/// What `workbench client` understands.
#[derive(Args)]
pub(crate) struct Client {
    /// What the server serves
    #[arg(value_enum)]
    pub(crate) kind: Served,
    /// Where it listens: 127.0.0.1:8080, or a file's name for 'unix'
    pub(crate) address: String,
    /// What to say; without it, the lines of standard input. For 'file': put
    /// FILE [NAME], get NAME [FILE] or ls [FOLDER]
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub(crate) words: Vec<String>,
    /// Seconds to wait for an answer
    #[arg(long, value_name = "S", default_value_t = 30.0)]
    #[arg(allow_negative_numbers = true, value_parser = timeout)]
    pub(crate) timeout: f64,
    /// Speak to a file server that knows of no replies, as the notes' do
    #[arg(long)]
    pub(crate) no_reply: bool,
}

fn port(text: &str) -> Result<u16, String> {
    let why = "a number from 0 to 65535 is needed; try '--port 8080'";
    text.parse().map_err(|_| why.to_owned())
}

/// More would be all the threads that a system gives.
fn workers(text: &str) -> Result<usize, String> {
    let why = "a whole number from 1 to 1000 is needed; try '--workers 4'";
    match text.parse() {
        Ok(workers @ 1..=1000) => Ok(workers),
        _ => Err(why.to_owned()),
    }
}

fn timeout(text: &str) -> Result<f64, String> {
    let why = "a number from 0.001 to 86400 is needed; try '--timeout 5'";
    match text.parse() {
        Ok(seconds) if (0.001..=86400.0).contains(&seconds) => Ok(seconds),
        _ => Err(why.to_owned()),
    }
}
