//! Counts the system calls of another process, as strace does: the system
//! stops it at each of them, and asks us.
//!
//! That is a process of its own, because whoever traces also reaps, and this
//! library reaps its children itself. It slows the server down many times
//! over: nothing that is counted here is timed as well.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, mpsc};

use nix::errno::Errno;
use nix::libc;
use nix::sys::ptrace::{self, Options};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use workbench::process::{Child, Connection, Entry, Pipe, Process};

/// How often each call was made, by its name.
pub(super) type Calls = BTreeMap<String, u64>;

/// Counts the calls of the process that its argument names. Its parent hears
/// whether it can; then, whenever it asks, what was counted since it last
/// did.
pub(super) static COUNTS: Entry = Entry::new("io-models-counts", count);

fn count(child: &Child) -> u8 {
    let mut parent = child.connection();
    let pid = child.args()[0].parse().unwrap();
    let calls = Arc::new(Mutex::new(Calls::new()));
    let (told, attached) = mpsc::channel();
    // std's own, for which nobody waits: when this process ends, the other
    // one is let go.
    std::thread::spawn({
        let calls = calls.clone();
        move || {
            let attached = attach(pid);
            let is_attached = attached.is_ok();
            told.send(attached).unwrap();
            if is_attached {
                follow(&calls);
            }
        }
    });
    let attached = attached.recv().unwrap();
    let why = attached.err().map_or("", Errno::desc);
    parent.send(why).unwrap();
    while let Ok(Some(_)) = parent.recv() {
        let counted = std::mem::take(&mut *calls.lock().unwrap());
        parent.send(serde_json::to_string(&counted).unwrap()).unwrap();
    }
    0
}

/// Stops every thread of the process; those that it starts later stop by
/// themselves.
fn attach(pid: u32) -> Result<(), Errno> {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task"));
    for thread in threads.map_err(|_| Errno::ESRCH)?.flatten() {
        let name = thread.file_name();
        let thread = name.to_str().and_then(|it| it.parse().ok());
        let thread = Pid::from_raw(thread.ok_or(Errno::ESRCH)?);
        let options =
            Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_TRACECLONE;
        match ptrace::seize(thread, options) {
            // A worker of io_uring: nobody may, and it makes no calls.
            Err(Errno::EPERM) if thread.as_raw() != pid as i32 => {}
            seized => {
                seized?;
                ptrace::interrupt(thread)?;
            }
        }
    }
    Ok(())
}

/// Lets every thread go on to its next call, for as long as there are any.
fn follow(calls: &Mutex<Calls>) {
    // Stopped on their way in.
    let mut inside = BTreeMap::new();
    loop {
        let (thread, signal) = match waitpid(None, Some(WaitPidFlag::__WALL)) {
            Ok(WaitStatus::PtraceSyscall(thread)) => {
                let is_inside = inside.entry(thread).or_insert(false);
                *is_inside = !*is_inside;
                if *is_inside {
                    let mut calls = calls.lock().unwrap();
                    *calls.entry(call(thread)).or_default() += 1;
                }
                (thread, None)
            }
            Ok(WaitStatus::Stopped(thread, signal)) => (thread, Some(signal)),
            Ok(WaitStatus::PtraceEvent(thread, ..)) => (thread, None),
            Ok(_) | Err(Errno::EINTR) => continue,
            Err(_) => return, // they have all ended
        };
        // One that was killed meanwhile is told of next.
        let _ = ptrace::syscall(thread, signal);
    }
}

/// The call that a thread is about to make.
fn call(thread: Pid) -> String {
    let number = number(thread).unwrap_or(-1);
    let known = NAMES.iter().find(|it| it.0 == number);
    known.map_or_else(|| format!("call {number}"), |it| it.1.to_owned())
}

#[cfg(target_arch = "x86_64")]
fn number(thread: Pid) -> Option<i64> {
    Some(ptrace::getregs(thread).ok()?.orig_rax.cast_signed())
}

#[cfg(target_arch = "aarch64")]
fn number(thread: Pid) -> Option<i64> {
    Some(ptrace::getregs(thread).ok()?.regs[8].cast_signed())
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn number(_: Pid) -> Option<i64> {
    None
}

/// The calls that servers make while they serve.
const NAMES: &[(i64, &str)] = &[
    (libc::SYS_read, "read"),
    (libc::SYS_write, "write"),
    (libc::SYS_recvfrom, "recv"),
    (libc::SYS_sendto, "send"),
    (libc::SYS_accept4, "accept"),
    (libc::SYS_ppoll, "poll"),
    (libc::SYS_pselect6, "select"),
    (libc::SYS_epoll_ctl, "epoll_ctl"),
    (libc::SYS_epoll_pwait, "epoll_wait"),
    (libc::SYS_epoll_pwait2, "epoll_wait"),
    (libc::SYS_io_uring_enter, "io_uring_enter"),
    (libc::SYS_futex, "futex"),
    (libc::SYS_sched_yield, "yield"),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_poll, "poll"),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_select, "select"),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_epoll_wait, "epoll_wait"),
];

/// A counter, until this is dropped.
pub(super) struct Counter {
    process: Process,
    line: Option<Connection>,
}

impl Counter {
    /// Counts the calls of a process from now on; if that is forbidden, why.
    pub(super) fn attach(pid: u32) -> Result<Self, String> {
        let (mut line, there) = Pipe::new().duplex().unwrap();
        let process = Process::new(&COUNTS).named("counter");
        let mut process = process.arg(pid).pipe(there);
        process.start().unwrap();
        let why = line.recv_text().unwrap().unwrap();
        let counter = Self { process, line: Some(line) };
        match why.is_empty() {
            true => Ok(counter),
            false => Err(why),
        }
    }

    /// What was called since the last time.
    pub(super) fn take(&mut self) -> Calls {
        let line = self.line.as_mut().unwrap();
        line.send("take").unwrap();
        serde_json::from_slice(&line.recv().unwrap().unwrap()).unwrap()
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.line = None;
        self.process.join();
    }
}
