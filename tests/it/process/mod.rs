//! Processes and pipes: Python's claims, and that nobody is left behind.
//!
//! A child of these tests is this test binary, led to [`child_entry`].
#![cfg(unix)] // elsewhere a child gets no pipe, by which it would tell
#![cfg(test)] // lets clippy see that all of it is test code

mod end;
mod pipe;
mod start;
mod trace;

use std::time::Duration;

use workbench::process::{self, Entry, Pipe, Process, Reader};
use workbench::thread;

use crate::stress::{must_end, rounds};

/// Far more than anything here takes: it only ever fails.
const DEADLINE: Duration = Duration::from_secs(60);

static ENTRIES: &[&Entry] = &[
    &CODE,
    &HOLDS,
    &PANICS,
    &end::DAEMON_PARENT,
    &end::PARENT,
    &end::MANY_DROPPED,
    &end::ENDS_ALL,
    &pipe::BROKEN,
    &pipe::COUNTS,
    &pipe::ECHO,
    &pipe::SHOUTS,
    &start::PRINTS,
    &start::TELLS,
    &trace::CLOCK,
    &trace::FAMILY,
    &trace::SENDS,
    &trace::SLEEPS,
    &trace::THREADS,
];

/// Returns its argument.
static CODE: Entry =
    Entry::new("code", |child| child.args()[0].parse().unwrap());

/// Holds the writer that it is given until it is ended; says so first.
static HOLDS: Entry = Entry::new("holds", |child| {
    let mut writer = child.writer();
    writer.send("here").unwrap();
    loop {
        std::thread::park();
    }
});

static PANICS: Entry = Entry::new("panics", |_| panic!("on purpose"));

#[test]
#[expect(clippy::exit, reason = "nothing else in the child is to run")]
#[expect(clippy::disallowed_methods, reason = "as above")]
fn child_entry() {
    let all = [ENTRIES, crate::net::server::ENTRIES].concat();
    if let Some(code) = process::enter(&all) {
        std::process::exit(code.into());
    }
}

pub(crate) fn child(entry: &Entry) -> Process {
    let args = ["--exact", "process::child_entry", "--nocapture"];
    Process::new(entry).program_args(args)
}

fn started(mut process: Process) -> Process {
    process.start().unwrap();
    process
}

/// A child that lives until it is ended, and what tells when it is gone.
fn holder() -> (Process, Reader) {
    let (mut reader, writer) = Pipe::new().one_way().unwrap();
    let process = started(child(&HOLDS).pipe(writer));
    assert_eq!(reader.recv_text().unwrap().as_deref(), Some("here"));
    (process, reader)
}

/// Waits until every process that has the other end is gone.
fn assert_gone(mut reader: Reader) {
    assert!(reader.poll(DEADLINE).unwrap(), "somebody still writes");
    assert_eq!(reader.recv().unwrap(), None);
}

fn joined(process: &Process) -> i32 {
    assert!(process.join_timeout(DEADLINE), "{process:?} does not end");
    process.exit_code().unwrap()
}

/// State and parent of a process, from `/proc`.
#[cfg(target_os = "linux")]
fn stat(pid: u32) -> Option<(char, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let state = fields.next()?.chars().next()?;
    Some((state, fields.next()?.parse().ok()?))
}

/// The children of this process, zombies among them.
#[cfg(target_os = "linux")]
fn children() -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").unwrap();
    let pid = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.unwrap().file_name().to_str()?.parse().ok()
    };
    let mine = |pid: &u32| {
        stat(*pid).is_some_and(|(_, parent)| parent == process::pid())
    };
    processes.filter_map(pid).filter(mine).collect()
}

/// Four threads start, join and end children over and over.
#[test]
fn stress_every_exit_code_is_its_own_childs() {
    must_end(|| {
        thread::scope(|scope| {
            for number in 0..4 {
                scope.spawn(move || {
                    for round in 0..rounds().div_ceil(4) {
                        let code = (round * 4 + number) % 100;
                        let process = started(child(&CODE).arg(code));
                        process.join();
                        assert_eq!(process.exit_code(), Some(code as i32));
                    }
                });
            }
        });
    });
}
