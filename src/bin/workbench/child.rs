//! Another program: its lines as they come, and an end to it in any case.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
#[cfg(feature = "web")]
use std::process::ChildStdin;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel, sync_channel};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use parking_lot::Mutex;
use workbench::thread;

use crate::interrupt::{Undo, undoable};

/// How much of what it complains of is kept.
const COMPLAINT: u64 = 64 << 10;

/// Lines that it may be ahead of whoever reads them.
const LINES: usize = 64;

/// Bytes of a line; what is longer comes in pieces.
const LINE: u64 = 4 << 20;

/// Bytes of memory that a limited child may have.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 1 << 30;

/// Runs `command` and gives its lines to `each`. It is killed, with all that
/// it has started, when `limit` is over, when `each` fails, and when the
/// command is told to leave.
///
/// # Errors
///
/// If it cannot be started, fails, or takes longer than `limit`; or what
/// `each` returns.
pub(crate) fn run(
    command: &mut Command,
    limit: Duration,
    each: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let mut running = Running::start(command.stdin(Stdio::null()))?;
    match running.follow(limit, each)?.failure() {
        Some(why) => bail!(why),
        None => Ok(()),
    }
}

/// The error of a child that was given so much time, and took more.
#[derive(Debug)]
pub(crate) struct TooLong(Duration);

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = self.0.as_secs();
        write!(f, "it took longer than {limit} s and was ended")
    }
}

impl std::error::Error for TooLong {}

/// How a child has ended.
pub(crate) struct Ended {
    status: ExitStatus,
    complaint: String,
}

impl Ended {
    /// Why that is no success, with the last line of its complaint.
    pub(crate) fn failure(&self) -> Option<String> {
        let Self { status, complaint } = self;
        let complaint = complaint.trim_end().lines().next_back();
        (!status.success()).then(|| match complaint {
            Some(complaint) => format!("{status}: {complaint}"),
            None => status.to_string(),
        })
    }

    /// Whether it ended by itself, and says that it did what it should.
    pub(crate) fn is_good(&self) -> bool {
        self.status.success()
    }

    /// What it said on standard error.
    pub(crate) fn complaint(&self) -> &str {
        self.complaint.trim_end()
    }

    /// Its exit code, if it ended by itself.
    #[cfg(feature = "web")]
    pub(crate) fn code(&self) -> Option<i32> {
        self.status.code()
    }
}

/// A child that does not outlive this value.
pub(crate) struct Running {
    child: Arc<Mutex<Child>>,
    _undo: Undo,
}

/// Ends a child, from wherever.
#[cfg(feature = "web")]
#[derive(Clone)]
pub(crate) struct Ender(Arc<Mutex<Child>>);

#[cfg(feature = "web")]
impl Ender {
    /// Ends it now, and all that it has started.
    pub(crate) fn end(&self) {
        kill(&mut self.0.lock());
    }
}

impl Running {
    /// Starts `command`, whose input is as it says.
    ///
    /// # Errors
    ///
    /// If the system does not.
    pub(crate) fn start(command: &mut Command) -> io::Result<Self> {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        // A group of its own: Ctrl-C is ours to hear, and what it starts
        // itself ends with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let start = || command.spawn().map(|it| Arc::new(Mutex::new(it)));
        let (child, undo) = undoable(start, |child| {
            let child = child.clone();
            move || kill(&mut child.lock())
        })?;
        Ok(Self { child, _undo: undo })
    }

    /// Lets it have no more than 1 GB of memory and `time` of a processor,
    /// and leave no core file behind.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    #[cfg(target_os = "linux")]
    pub(crate) fn limit(&self, time: Duration) -> io::Result<()> {
        use rustix::process::{Pid, Resource, Rlimit, prlimit};
        let child = self.child.lock();
        let pid = Pid::from_raw(child.id() as i32);
        let bounds = [
            (Resource::Data, MEMORY),
            (Resource::Cpu, time.as_secs()),
            (Resource::Core, 0),
        ];
        for (resource, most) in bounds {
            let current = Some(most);
            prlimit(pid, resource, Rlimit { current, maximum: current })?;
        }
        Ok(())
    }

    /// Other systems have no such call for another process.
    #[cfg(not(target_os = "linux"))]
    pub(crate) fn limit(&self, _: Duration) -> io::Result<()> {
        Ok(())
    }

    /// What ends it while somebody follows it.
    #[cfg(feature = "web")]
    pub(crate) fn ender(&self) -> Ender {
        Ender(self.child.clone())
    }

    /// Where to write what it reads, if that is a pipe. It is the only end.
    #[cfg(feature = "web")]
    pub(crate) fn input(&self) -> Option<ChildStdin> {
        self.child.lock().stdin.take()
    }

    /// Gives its lines to `each` until it has ended.
    ///
    /// # Errors
    ///
    /// If it takes longer than `limit`, or what `each` returns.
    pub(crate) fn follow(
        &mut self,
        limit: Duration,
        mut each: impl FnMut(&str) -> Result<()>,
    ) -> Result<Ended> {
        let deadline = Instant::now() + limit;
        let (lines, complaint) = self.listen();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match lines.recv_timeout(left) {
                Ok(line) => each(&line)?,
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => bail!(TooLong(limit)),
            }
        }
        let status = self.wait(deadline)?;
        let status = status.ok_or(TooLong(limit))?;
        let left = deadline.saturating_duration_since(Instant::now());
        let complaint = complaint.recv_timeout(left).unwrap_or_default();
        Ok(Ended { status, complaint })
    }

    /// Its lines, and in the end what it complained of.
    pub(crate) fn listen(&self) -> (Receiver<String>, Receiver<String>) {
        let mut child = self.child.lock();
        let (said, lines) = sync_channel(LINES);
        let out = child.stdout.take().expect("its output is a pipe");
        std::thread::spawn(move || {
            let mut out = BufReader::new(out);
            let mut line = Vec::new();
            let mut read = |line: &mut Vec<u8>| {
                (&mut out).take(LINE).read_until(b'\n', line)
            };
            while matches!(read(&mut line), Ok(1..)) {
                let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                line.clear();
                if said.send(text).is_err() {
                    break;
                }
            }
        });
        let (complain, complaint) = channel();
        let err = child.stderr.take().expect("its errors are a pipe");
        std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = err.take(COMPLAINT).read_to_end(&mut text);
            let _ = complain.send(String::from_utf8_lossy(&text).into_owned());
        });
        (lines, complaint)
    }

    /// How it ended, if it has by `deadline`.
    fn wait(&self, deadline: Instant) -> io::Result<Option<ExitStatus>> {
        loop {
            // Never blocked with the lock in hand: leaving needs it too.
            let ended = self.child.lock().try_wait()?;
            if ended.is_some() || Instant::now() >= deadline {
                return Ok(ended);
            }
            thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        kill(&mut self.child.lock());
    }
}

/// Ends a child that has not ended, and all that it has started.
fn kill(child: &mut Child) {
    // Once it has been waited for, its number may be somebody else's.
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    #[cfg(unix)]
    if let Some(group) = rustix::process::Pid::from_raw(child.id() as i32) {
        use rustix::process::{Signal, kill_process_group};
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        shell
    }

    #[test]
    fn lines_come_in_order() {
        let mut lines = Vec::new();
        let long = Duration::from_secs(60);
        run(&mut shell("echo one; echo two"), long, |line| {
            lines.push(line.to_owned());
            Ok(())
        })
        .unwrap();
        assert_eq!(lines, ["one", "two"]);
    }

    #[test]
    fn failure_is_told_with_its_last_line() {
        let long = Duration::from_secs(60);
        let mut child = shell("echo first >&2; echo last >&2; exit 3");
        let why = run(&mut child, long, |_| Ok(())).unwrap_err();
        assert_eq!(why.to_string(), "exit status: 3: last");
    }

    #[test]
    fn child_that_takes_too_long_is_ended_with_its_children() {
        let short = Duration::from_millis(50);
        // Only the end of the inner sleep closes the pipe.
        let mut child = shell("sleep 1000 & sleep 1000");
        let why = run(&mut child, short, |_| Ok(())).unwrap_err();
        assert!(why.to_string().contains("was ended"), "{why}");
    }
}
