//! The command: a file for each subcommand.

mod args;
mod lab;
#[path = "../../../labs/mod.rs"]
mod labs;
mod output;
mod show;

use std::process::ExitCode;

use clap::Parser;

use args::{Command, Workbench};

fn main() -> ExitCode {
    let arguments = match Workbench::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return args::refused(&error),
    };
    let done = match arguments.command {
        None => lab::list(),
        Some(Command::Lab(lab)) => lab::run(&lab),
    };
    done.unwrap_or_else(|error| output::failed(&error))
}
