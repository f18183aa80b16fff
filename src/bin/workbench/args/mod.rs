//! What can be typed.

mod course;
mod load;
mod sockets;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use course::{Course, CourseCommand};
pub(crate) use load::Load;
pub(crate) use sockets::{Client, Served, Server};
#[cfg(unix)]
pub(crate) use sockets::{Mode, Model};

/// See threads, locks, queues, coroutines and processes work, break and get
/// fixed.
#[derive(Parser)]
#[command(version, max_term_width = 80)]
pub(crate) struct Workbench {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run a demonstration; without a name, list them
    Lab(Lab),
    /// Try every interleaving; show the shortest that fails, or the proof
    Explore(Explore),
    /// Run one schedule again, step by step
    Replay(Replay),
    /// Be the scheduler, and break a program; without a name, list them
    Play(Play),
    /// Exercises in a folder of your own, and whether they are solved
    Course(Course),
    /// Draw saved runs again
    Show(Show),
    /// Serve on a socket: echo, command, file, udp, unix
    Server(Server),
    /// Ask such a server, or one in Python
    Client(Client),
    /// Ask an echo server often, and say how long it takes
    Load(Load),
    /// Serve all this as a page, on this machine only
    Serve(Page),
    /// Serve the book, on this machine only
    Book(Page),
    /// Say what this machine lacks, and how to get it
    Doctor,
    /// Print a script that completes words in a shell
    #[command(hide = true)]
    Completions {
        /// For which shell
        shell: Shell,
    },
    /// Print a manual page, for man -l -
    #[command(hide = true)]
    Man {
        /// Of which command; without it, of workbench itself
        command: Option<String>,
    },
}

/// What `workbench lab` understands.
#[derive(Args)]
pub(crate) struct Lab {
    /// Which lab; without it, the list
    #[arg(index = 1)]
    pub(crate) name: Option<String>,
    /// Words for the lab itself, where it takes any
    #[arg(index = 2)]
    pub(crate) words: Vec<String>,
    /// One chapter of the story only
    #[arg(long, value_name = "NAME", requires = "name")]
    pub(crate) variant: Option<String>,
    /// How many threads the lab starts
    #[arg(long, value_name = "N", requires = "name")]
    #[arg(allow_negative_numbers = true, value_parser = threads)]
    pub(crate) threads: Option<usize>,
    /// Where random numbers begin
    #[arg(long, value_name = "S", default_value_t = 7, requires = "name")]
    #[arg(allow_negative_numbers = true, value_parser = seed)]
    pub(crate) seed: u64,
    /// Scales every sleep and all computing; 1 is as in class
    #[arg(long, value_name = "F", default_value_t = 1.0, requires = "name")]
    #[arg(allow_hyphen_values = true, value_parser = speed)]
    pub(crate) speed: f64,
    #[command(flatten)]
    pub(crate) look: Look,
    /// Keep what happened, as FILE.html, .svg, .json or
    /// .perfetto-trace
    #[arg(long, value_name = "FILE", requires = "name")]
    pub(crate) save: Option<PathBuf>,
    /// Run the same program in another language afterwards
    #[arg(long, value_enum, value_name = "LANGUAGE", requires = "name")]
    pub(crate) vs: Option<Rival>,
}

/// What `workbench explore` understands.
#[derive(Args)]
pub(crate) struct Explore {
    /// Which lab, or which level of 'workbench play'
    pub(crate) name: String,
    /// Which chapter of the lab; without it, the first that goes wrong
    #[arg(long, value_name = "NAME")]
    pub(crate) variant: Option<String>,
    /// How many threads the lab starts
    #[arg(long, value_name = "N")]
    #[arg(allow_negative_numbers = true, value_parser = threads)]
    pub(crate) threads: Option<usize>,
    /// Where random numbers begin
    #[arg(long, value_name = "S", default_value_t = 7)]
    #[arg(allow_negative_numbers = true, value_parser = seed)]
    pub(crate) seed: u64,
    /// How to go about it; without it, the shortest failure first, then
    /// everything
    #[arg(long, value_enum, value_name = "STRATEGY")]
    pub(crate) strategy: Option<Strategy>,
    /// At most so many preemptions in an execution
    #[arg(long, value_name = "N")]
    #[arg(allow_negative_numbers = true, value_parser = preemptions)]
    pub(crate) preemptions: Option<usize>,
    /// Stop after so many executions
    #[arg(long, value_name = "N")]
    #[arg(allow_negative_numbers = true, value_parser = executions)]
    pub(crate) max_executions: Option<u64>,
    /// Keep the failing execution, as FILE.html, .svg, .json or
    /// .perfetto-trace
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) look: Look,
}

/// What `workbench replay` understands.
#[derive(Args)]
pub(crate) struct Replay {
    /// What 'workbench explore' has printed
    pub(crate) token: String,
    /// Keep what happened, as FILE.html, .svg, .json or
    /// .perfetto-trace
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) look: Look,
}

/// What `workbench play` understands.
#[derive(Args)]
pub(crate) struct Play {
    /// Which level, or which lab; without it, the list of levels
    pub(crate) name: Option<String>,
    /// Which chapter of the lab; without it, the first that goes wrong
    #[arg(long, value_name = "NAME", requires = "name")]
    pub(crate) variant: Option<String>,
    /// How many threads the lab starts
    #[arg(long, value_name = "N", requires = "name")]
    #[arg(allow_negative_numbers = true, value_parser = threads)]
    pub(crate) threads: Option<usize>,
    /// Press these keys, '1 2 2 u 1', and say what comes of it
    #[arg(long, value_name = "KEYS", requires = "name")]
    #[arg(allow_hyphen_values = true)]
    pub(crate) keys: Option<String>,
    /// Keep what was played, as FILE.html, .svg, .json or
    /// .perfetto-trace
    #[arg(long, value_name = "FILE", requires = "name")]
    pub(crate) save: Option<PathBuf>,
    /// Tell every state as data, for the page of 'workbench serve'
    #[arg(long, hide = true, requires = "name")]
    #[arg(conflicts_with_all = ["keys", "save"])]
    pub(crate) stream: bool,
    /// Plain text, line by line: no colour, nothing but ASCII
    #[arg(long)]
    pub(crate) plain: bool,
}

/// What `workbench serve` and `workbench book` understand.
#[derive(Args)]
pub(crate) struct Page {
    /// Where to listen on 127.0.0.1; 0 takes any free port [default: 7007,
    /// for the book 7008]
    #[arg(long, value_name = "P")]
    #[arg(allow_negative_numbers = true, value_parser = port)]
    pub(crate) port: Option<u16>,
    /// Show it in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Strategy {
    /// Each order of what depends on each other, once
    Dpor,
    /// Every schedule
    Dfs,
    /// The fewest preemptions first
    BestFirst,
    /// Every step by chance
    Random,
    /// Threads by random priorities
    Pct,
}

/// What `workbench show` understands.
#[derive(Args)]
pub(crate) struct Show {
    /// What `workbench lab NAME --save FILE.json` has kept
    pub(crate) file: OsString,
    /// Keep them once more, as FILE.html, .svg, .json or
    /// .perfetto-trace
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) look: Look,
}

/// How a run is shown.
#[derive(Args)]
pub(crate) struct Look {
    /// Only the words, only the picture, or the trace as JSON Lines
    #[arg(long, value_enum, value_name = "VIEW")]
    pub(crate) view: Option<View>,
    /// Draw every lane, however many there are
    #[arg(long)]
    pub(crate) all: bool,
    /// Plain text: no colour, nothing but ASCII
    #[arg(long)]
    pub(crate) plain: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum View {
    Text,
    Timeline,
    Json,
    /// As it comes, for the page of 'workbench serve'.
    #[value(hide = true)]
    Stream,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Rival {
    Python,
}

fn threads(text: &str) -> Result<usize, String> {
    let why = "a whole number is needed; try '--threads 4'";
    text.parse().map_err(|_| why.to_owned())
}

fn seed(text: &str) -> Result<u64, String> {
    let why = "a whole number from 0 is needed; try '--seed 7'";
    text.parse().map_err(|_| why.to_owned())
}

fn port(text: &str) -> Result<u16, String> {
    let why = "a whole number from 0 to 65535 is needed; try '--port 7007'";
    text.parse().map_err(|_| why.to_owned())
}

fn preemptions(text: &str) -> Result<usize, String> {
    let why = "a whole number from 0 is needed; try '--preemptions 2'";
    text.parse().map_err(|_| why.to_owned())
}

fn executions(text: &str) -> Result<u64, String> {
    let why = "a whole number from 1 is needed; try '--max-executions 10000'";
    match text.parse() {
        Ok(0) | Err(_) => Err(why.to_owned()),
        Ok(executions) => Ok(executions),
    }
}

/// Slower than 100 looks like a hang. Faster than 0.01, and the pauses in
/// which one thread overtakes another are too short for it.
pub(crate) fn speed(text: &str) -> Result<f64, String> {
    let why = "a number from 0.01 to 100 is needed; try '--speed 0.2'";
    match text.parse() {
        Ok(speed) if (0.01..=100.0).contains(&speed) => Ok(speed),
        _ => Err(why.to_owned()),
    }
}
