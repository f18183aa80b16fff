//! What there is where there is no Unix: a child can be started, waited for
//! and killed. It gets no pipe and ships no trace, and does not see that its
//! parent is gone.

use std::io::{self, ErrorKind, PipeReader, PipeWriter};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::process::end::End;
use crate::process::orders::EndOrder;
use crate::sync::Mutex;

/// How often it is asked whether a child has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// Nothing can be carried to a child.
#[derive(Debug)]
pub(in crate::process) enum Carried {}

impl From<Carried> for PipeReader {
    fn from(nothing: Carried) -> Self {
        match nothing {}
    }
}

impl From<Carried> for PipeWriter {
    fn from(nothing: Carried) -> Self {
        match nothing {}
    }
}

pub(in crate::process) fn carry<T>(_end: T) -> io::Result<Carried> {
    Err(unsupported("a pipe can be given to a child on Unix only"))
}

fn unsupported(why: &str) -> io::Error {
    io::Error::new(ErrorKind::Unsupported, why)
}

/// There is no link: the environment is all that a child gets.
#[derive(Debug)]
pub(in crate::process) struct Link;

impl Link {
    pub(in crate::process) fn give(
        command: &mut Command,
        _carried: &[Carried],
    ) -> io::Result<Self> {
        command.stdin(Stdio::null());
        Ok(Self)
    }

    pub(in crate::process) fn take() -> io::Result<Self> {
        Ok(Self)
    }

    pub(in crate::process) fn receive(
        &self,
        orders: Vec<EndOrder>,
    ) -> io::Result<Vec<End>> {
        let nothing = std::iter::empty;
        let ends = orders.into_iter().map(|it| End::unpack(it, nothing()));
        let missing = || unsupported("no pipe comes to a child here");
        ends.collect::<Option<_>>().ok_or_else(missing)
    }

    pub(in crate::process) fn ship(&self, _trace: &str) -> io::Result<()> {
        Ok(())
    }

    pub(in crate::process) fn trace(&self) -> io::Result<String> {
        Err(unsupported("a child ships its trace on Unix only"))
    }
}

pub(in crate::process) fn program() -> io::Result<Command> {
    std::env::current_exe().map(Command::new)
}

pub(in crate::process) fn parent_pid() -> u32 {
    0
}

pub(in crate::process) fn end_with(_parent: u32, _link: &Link) -> bool {
    true
}

#[expect(clippy::disallowed_methods, reason = "no thread of the program")]
pub(in crate::process) fn reap(
    child: &Mutex<Child>,
    _pid: u32,
) -> io::Result<ExitStatus> {
    loop {
        if let Some(status) = child.lock().try_wait()? {
            return Ok(status);
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// There is no asking: the child is killed.
pub(in crate::process) fn terminate(child: &mut Child) -> io::Result<()> {
    child.kill()
}

pub(in crate::process) fn signal(_status: ExitStatus) -> Option<i32> {
    None
}

pub(in crate::process) fn readable(
    _reader: &PipeReader,
    _deadline: Option<Instant>,
) -> io::Result<bool> {
    Err(unsupported("a pipe can be polled on Unix only"))
}

pub(in crate::process) fn bytes_in<T>(_end: T) -> u64 {
    0
}

pub(in crate::process) fn capacity<T>(_end: T) -> Option<u64> {
    None
}
