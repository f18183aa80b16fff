//! `workbench client`: asks a server, ours or one in Python.

mod files;

use std::io::{self, BufRead, IsTerminal, stdin, stdout};
use std::time::Duration;

use anyhow::Result;
use workbench::net::client::{Command, Datagrams, Echo};
use workbench::net::protocol::Patience;

use crate::args::{Client, Served};
use crate::interrupt;
use crate::output::{self, Usage};

/// Asks what was typed, or every line of standard input.
pub(crate) fn run(args: &Client) -> Result<()> {
    if args.no_reply && args.kind != Served::File {
        let why = "'--no-reply' is for 'workbench client file'";
        return Err(Usage::new(why).into());
    }
    interrupt::listen()?;
    let patience = Patience::new(Duration::from_secs_f64(args.timeout));
    let address = &*args.address;
    match args.kind {
        Served::Echo => {
            let echo =
                Echo::connect(address).map_err(|it| absent(args, &it))?;
            let mut echo = echo.patience(patience);
            ask(args, "\n", |words| echo.ask(words.as_bytes()))
        }
        Served::Udp => {
            let udp = Datagrams::connect(address);
            let mut udp =
                udp.map_err(|it| absent(args, &it))?.patience(patience);
            ask(args, "\n", |words| udp.ask(words.as_bytes()))
        }
        Served::Unix => {
            let mut echo = local(args)?.patience(patience);
            ask(args, "\n", |words| echo.ask(words.as_bytes()))
        }
        Served::Command => {
            let command = Command::connect(address);
            let mut command =
                command.map_err(|it| absent(args, &it))?.patience(patience);
            ask(args, "", |line| command.run(line))
        }
        Served::File => files::run(args, patience),
    }
}

#[cfg(unix)]
fn local(args: &Client) -> Result<Echo, Usage> {
    Echo::unix(&args.address).map_err(|it| absent(args, &it))
}

#[cfg(not(unix))]
fn local(_: &Client) -> Result<Echo, Usage> {
    Err(Usage::new("local sockets need Unix; try 'workbench client echo'"))
}

/// Prints an answer and `end` for what was typed, or for every line.
fn ask(
    args: &Client,
    end: &str,
    mut answer: impl FnMut(&str) -> io::Result<Vec<u8>>,
) -> Result<()> {
    let mut each = |words: &str| {
        let mut said = answer(words).map_err(|why| failed(&why))?;
        said.extend(end.bytes());
        show(&said)
    };
    if !args.words.is_empty() {
        return each(&args.words.join(" "));
    }
    for line in stdin().lock().lines() {
        let line = line.map_err(|why| {
            Usage::new(format!("standard input cannot be read: {why}"))
        })?;
        if !line.is_empty() {
            each(&line)?;
        }
    }
    Ok(())
}

/// To a terminal nothing that would steer it, elsewhere byte for byte.
fn show(said: &[u8]) -> Result<()> {
    if !stdout().is_terminal() {
        return Ok(output::write_raw(said)?);
    }
    let said = String::from_utf8_lossy(said);
    let lines = said.split('\n').map(output::one_line);
    Ok(output::write(&lines.collect::<Vec<_>>().join("\n"))?)
}

/// That nobody is there to ask.
fn absent(args: &Client, why: &io::Error) -> Usage {
    let address = &args.address;
    let kind = format!("{:?}", args.kind).to_lowercase();
    match why.kind() {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound => {
            nobody_at(address, &kind)
        }
        io::ErrorKind::InvalidInput => Usage::new(format!(
            "'{address}' is no address; try '127.0.0.1:8080'"
        )),
        _ => Usage::new(format!("'{address}': {why}; {}", hint(&kind))),
    }
}

/// That nobody listens there.
pub(crate) fn nobody_at(address: &str, kind: &str) -> Usage {
    let hint = hint(kind);
    Usage::new(format!("nobody listens at '{address}'; {hint}"))
}

fn hint(kind: &str) -> String {
    format!("a server says where it listens: 'workbench server {kind}'")
}

/// That the server has not answered as it should. A socket that is closed is
/// not a reader who has gone, and so only its words are kept.
fn failed(why: &io::Error) -> Usage {
    Usage::new(why.to_string())
}
