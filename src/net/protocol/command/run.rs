//! Running a command within its limits.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, ioctl_fionbio, read};
use rustix::process::{Pid, Signal, kill_process_group};

use super::Limits;

/// Bytes that are read at once.
const CHUNK: usize = 16 << 10;

/// What it writes to its output and then what to its errors, with a line
/// behind it that says so if it was ended.
pub(super) fn run(
    mut command: Command,
    limits: Limits,
    caller: &impl AsFd,
) -> io::Result<Vec<u8>> {
    command.stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut group = Group(command.process_group(0).spawn()?);
    let out = group.0.stdout.take().map(OwnedFd::from);
    let err = group.0.stderr.take().map(OwnedFd::from);
    let mut output = Output { pipes: [Pipe::new(out)?, Pipe::new(err)?] };
    let ended = output.listen(limits, caller)?;
    drop(group);
    let mut said = output.pipes.map(|it| it.said).concat();
    if let Some(why) = ended {
        said.extend(format!("\n(ended: {why})\n").bytes());
    }
    Ok(said)
}

/// A command and all that it has started, until this is dropped.
struct Group(Child);

impl Drop for Group {
    /// Its number is its own until it has been waited for.
    fn drop(&mut self) {
        if let Some(group) = Pid::from_raw(self.0.id() as i32) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.0.wait();
    }
}

/// What a command writes to, and what it has written.
struct Pipe {
    /// Until nobody can write to it any more.
    open: Option<OwnedFd>,
    said: Vec<u8>,
}

impl Pipe {
    fn new(open: Option<OwnedFd>) -> io::Result<Self> {
        ioctl_fionbio(open.as_ref().expect("it was asked for"), true)?;
        Ok(Self { open, said: Vec::new() })
    }

    /// Reads what is there, at most `room` bytes.
    fn read(&mut self, room: usize) -> io::Result<()> {
        let Some(pipe) = &self.open else { return Ok(()) };
        let mut bytes = [0; CHUNK];
        match read(pipe, &mut bytes[..room.min(CHUNK)]) {
            Ok(0) => self.open = None,
            Ok(count) => self.said.extend(&bytes[..count]),
            Err(Errno::AGAIN | Errno::INTR) => {}
            Err(why) => return Err(why.into()),
        }
        Ok(())
    }
}

/// Standard output, and standard error.
struct Output {
    pipes: [Pipe; 2],
}

impl Output {
    /// Reads until nobody can write any more; why not until then.
    ///
    /// Both are read as bytes come: a command that fills one of them while
    /// the other is read to its end would never go on.
    fn listen(
        &mut self,
        limits: Limits,
        caller: &impl AsFd,
    ) -> io::Result<Option<String>> {
        let deadline = Instant::now().checked_add(limits.time);
        while self.pipes.iter().any(|it| it.open.is_some()) {
            let left =
                deadline.map(|it| it.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                let why = format!("it took longer than {:?}", limits.time);
                return Ok(Some(why));
            }
            let left = left.and_then(|left| Timespec::try_from(left).ok());
            if self.wait(left, caller)? {
                return Ok(Some("who asked for it is gone".to_owned()));
            }
            if self.read(limits.output)? {
                let why = format!("more than {} bytes", limits.output);
                return Ok(Some(why));
            }
        }
        Ok(None)
    }

    /// Waits until there is something to read; whether the caller is gone.
    ///
    /// A caller that has said its last word may still listen, so that only
    /// is asked for which is told in any case: both sides are closed.
    fn wait(
        &self,
        left: Option<Timespec>,
        caller: &impl AsFd,
    ) -> io::Result<bool> {
        let mut ready = vec![PollFd::new(caller, PollFlags::empty())];
        let open = self.pipes.iter().filter_map(|it| it.open.as_ref());
        ready.extend(open.map(|it| PollFd::new(it, PollFlags::IN)));
        match poll(&mut ready, left.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(why) => return Err(why.into()),
        }
        Ok(!ready[0].revents().is_empty())
    }

    /// Reads what is there of both; whether that is more than `most`.
    fn read(&mut self, most: usize) -> io::Result<bool> {
        let mut room = most - self.said();
        for pipe in &mut self.pipes {
            let before = pipe.said.len();
            // A byte more shows that there are too many.
            pipe.read(room.saturating_add(1))?;
            let came = pipe.said.len() - before;
            if came > room {
                pipe.said.truncate(before + room);
                return Ok(true);
            }
            room -= came;
        }
        Ok(false)
    }

    fn said(&self) -> usize {
        self.pipes.iter().map(|it| it.said.len()).sum()
    }
}
