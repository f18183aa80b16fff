//! The command: a file for each subcommand.

mod args;
mod child;
mod client;
mod course;
mod doctor;
mod explore;
mod home;
mod interrupt;
mod lab;
#[path = "../../../labs/mod.rs"]
mod labs;
#[path = "../../../levels/mod.rs"]
mod levels;
mod list;
mod load;
mod manual;
mod output;
mod play;
mod python;
mod refused;
mod replay;
mod save;
mod screen;
#[cfg(feature = "web")]
mod serve;
#[cfg(not(feature = "web"))]
#[path = "serve/absent.rs"]
mod serve;
mod server;
mod show;
mod spinner;
mod stream;
mod subject;
mod token;
mod wrap;

use std::panic::{self, PanicHookInfo};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use workbench::process;

use args::{Command, Workbench};

fn main() -> ExitCode {
    let entries = [labs::entries(), server::entries()].concat();
    if let Some(code) = process::enter(&entries) {
        return code.into();
    }
    blame_ourselves();
    let done = panic::catch_unwind(|| match Workbench::try_parse() {
        Ok(typed) => run(typed).unwrap_or_else(|error| output::failed(&error)),
        Err(error) => refused::refused(&error),
    });
    done.unwrap_or(ExitCode::from(output::OUR_FAULT))
}

fn run(typed: Workbench) -> Result<ExitCode> {
    match typed.command {
        None => list::start()?,
        Some(Command::Lab(lab)) => return lab::run(&lab),
        Some(Command::Explore(explore)) => return explore::run(&explore),
        Some(Command::Replay(replay)) => return replay::run(&replay),
        Some(Command::Play(play)) => return play::run(&play),
        Some(Command::Course(course)) => return course::run(&course),
        Some(Command::Show(show)) => show::run(&show)?,
        Some(Command::Server(server)) => server::run(&server)?,
        Some(Command::Client(client)) => client::run(&client)?,
        Some(Command::Load(load)) => return load::run(&load),
        Some(Command::Serve(page)) => serve::run(&page)?,
        Some(Command::Book(page)) => serve::book(&page)?,
        Some(Command::Doctor) => return doctor::run(),
        Some(Command::Completions { shell }) => manual::completions(shell)?,
        Some(Command::Man { command }) => manual::page(command.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A panic of the command itself is one line, as every error is. Those of a
/// lab's threads are told as a student knows them.
fn blame_ourselves() {
    let ours = std::thread::current().id();
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
        if std::thread::current().id() != ours {
            return usual(panic);
        }
        let what = panic.payload_as_str().unwrap_or("something went wrong");
        let at = panic.location().map(|at| format!(" at {at}"));
        output::complain(&format!(
            "workbench itself is at fault{}: {what}; please report it with \
             what you typed",
            at.unwrap_or_default()
        ));
    }));
}
