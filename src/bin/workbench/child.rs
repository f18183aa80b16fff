//! Another program: its lines as they come, and an end to it in any case.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel, sync_channel};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use parking_lot::Mutex;
use workbench::thread;

use crate::interrupt::{Undo, undoable};

/// How much of what it complains of is kept.
const COMPLAINT: u64 = 64 << 10;

/// Lines that it may be ahead of whoever reads them.
const LINES: usize = 64;

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
    mut each: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let deadline = Instant::now() + limit;
    let mut running = Running::start(command)?;
    let (lines, complaint) = running.listen();
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match lines.recv_timeout(left) {
            Ok(line) => each(&line)?,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => bail!(too_long(limit)),
        }
    }
    let status = running.wait(deadline)?;
    let status = status.ok_or_else(|| anyhow!(too_long(limit)))?;
    if !status.success() {
        let left = deadline.saturating_duration_since(Instant::now());
        let complaint = complaint.recv_timeout(left).unwrap_or_default();
        let complaint = complaint.trim_end().lines().next_back();
        bail!("{}", failure(status, complaint));
    }
    Ok(())
}

fn too_long(limit: Duration) -> String {
    format!("it took longer than {} s and was ended", limit.as_secs())
}

fn failure(status: ExitStatus, complaint: Option<&str>) -> String {
    match complaint {
        Some(complaint) => format!("{status}: {complaint}"),
        None => status.to_string(),
    }
}

/// A child that does not outlive this value.
struct Running {
    child: Arc<Mutex<Child>>,
    _undo: Undo,
}

impl Running {
    fn start(command: &mut Command) -> io::Result<Self> {
        command.stdin(Stdio::null());
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

    /// Its lines, and in the end what it complained of.
    fn listen(&mut self) -> (Receiver<String>, Receiver<String>) {
        let mut child = self.child.lock();
        let (said, lines) = sync_channel(LINES);
        let out = child.stdout.take().expect("its output is a pipe");
        std::thread::spawn(move || {
            let mut out = BufReader::new(out);
            let mut line = Vec::new();
            while matches!(out.read_until(b'\n', &mut line), Ok(1..)) {
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
