//! What can be typed, and what is said when it makes no sense.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::output::{self, Usage};

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
}

/// What `workbench lab` understands.
#[derive(Args)]
pub(crate) struct Lab {
    /// Which lab; without it, the list
    pub(crate) name: Option<String>,
    /// Words for the lab itself, such as the addresses that gevent fetches
    pub(crate) words: Vec<String>,
    /// One chapter of the story only
    #[arg(long, value_name = "NAME")]
    pub(crate) variant: Option<String>,
    /// How many threads the lab starts
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Where random numbers begin
    #[arg(long, value_name = "S", default_value_t = 7)]
    pub(crate) seed: u64,
    /// Scales every sleep of the story; 1 is as in class
    #[arg(long, value_name = "F", default_value_t = 1.0)]
    #[arg(allow_negative_numbers = true)]
    pub(crate) speed: f64,
    /// What to show
    #[arg(long, value_enum, value_name = "VIEW")]
    pub(crate) view: Option<View>,
    /// Draw every lane, however many there are
    #[arg(long)]
    pub(crate) all: bool,
    /// Plain text: no colour, nothing but ASCII
    #[arg(long)]
    pub(crate) plain: bool,
    /// Keep what happened, as FILE.json
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    /// Run the same program in another language beside it
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub(crate) vs: Option<Rival>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum View {
    /// The words, without the picture
    Text,
    /// The picture, without the words
    Timeline,
    /// The trace, as JSON Lines
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Rival {
    /// The Python 3 of this machine
    Python,
}

/// Help and version are printed whole; every error becomes one line.
pub(crate) fn refused(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.to_string();
    let what = text.lines().next().unwrap_or_default();
    let what = what.strip_prefix("error: ").unwrap_or(what);
    let tip = text.lines().find_map(|line| line.trim().strip_prefix("tip: "));
    let tip = tip.map(|tip| format!("; {tip}")).unwrap_or_default();
    let usage = Usage::new(format!("{what}{tip}; type 'workbench --help'"));
    output::failed(&usage.into())
}
