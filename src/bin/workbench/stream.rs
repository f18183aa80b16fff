//! What a command says to the page that has started it.
//!
//! A line is a word and JSON: `story` is a line of a lab, `live` one of its
//! trace as it grows, `trace` one of the trace that is whole. The page's end
//! of the pipe is this process's leash: when it closes, the process ends.

use std::io::{self, BufRead, stdin};
use std::sync::mpsc::{Receiver, channel};

use anyhow::Result;
use serde::Serialize;
use workbench::trace::Trace;

use crate::interrupt;
use crate::output;

/// Bytes of memory that it may have, besides stacks.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 1 << 30;

/// Bytes of a thread's stack, as std makes it.
#[cfg(target_os = "linux")]
const STACK: u64 = 2 << 20;

/// Says one thing.
///
/// # Errors
///
/// If nobody listens.
pub(crate) fn say(word: &str, what: &impl Serialize) -> Result<()> {
    let json = serde_json::to_string(what)?;
    Ok(output::write(&format!("{word} {json}\n"))?)
}

/// Says lines of a trace, as they are in its file.
///
/// # Errors
///
/// If nobody listens.
pub(crate) fn say_lines(word: &str, lines: &str) -> io::Result<()> {
    let say = |line: &str| format!("{word} {line}\n");
    output::write(&lines.lines().map(say).collect::<String>())
}

/// Says a whole trace.
///
/// # Errors
///
/// If nobody listens.
pub(crate) fn say_trace(trace: &Trace) -> Result<()> {
    Ok(say_lines("trace", &trace.to_json())?)
}

/// Ends this process as soon as its input ends, and lets it have no more
/// memory than a page can spare for so many threads; the lines that come in.
///
/// # Errors
///
/// If the system refuses it.
pub(crate) fn on_a_leash(threads: usize) -> io::Result<Receiver<String>> {
    bound(threads)?;
    let (said, lines) = channel();
    let listen = move || {
        for line in stdin().lock().lines().map_while(Result::ok) {
            // Whoever does not listen is still ended with its input.
            let _ = said.send(line);
        }
        interrupt::leave(0)
    };
    std::thread::Builder::new().name("leash".into()).spawn(listen)?;
    Ok(lines)
}

/// No more memory than that, and no core file of what ends for want of it.
#[cfg(target_os = "linux")]
fn bound(threads: usize) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let at_most = |resource, most: u64| {
        let Rlimit { current, maximum } = getrlimit(resource);
        let current = Some(current.map_or(most, |it| it.min(most)));
        setrlimit(resource, Rlimit { current, maximum })
    };
    at_most(Resource::Data, MEMORY + STACK * threads as u64)?;
    Ok(at_most(Resource::Core, 0)?)
}

/// Other systems count memory in other ways.
#[cfg(not(target_os = "linux"))]
fn bound(_: usize) -> io::Result<()> {
    Ok(())
}
