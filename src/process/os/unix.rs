//! A Unix system: a socket carries file descriptors and the trace.

use std::io::{self, IoSlice, IoSliceMut, PipeReader, Read, Write};
use std::mem::MaybeUninit;
use std::net::Shutdown;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Instant;

use rustix::cmsg_space;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, fcntl_dupfd_cloexec, ioctl_fionread};
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, recvmsg, sendmsg,
};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions};

use crate::process::end::End;
use crate::process::orders::EndOrder;
use crate::sync::Mutex;

/// Descriptors that one message may carry, on Linux.
const CARRIED_LIMIT: usize = 253;

/// What the link can carry: a file descriptor.
pub(in crate::process) type Carried = OwnedFd;

/// Makes something ready to be carried.
pub(in crate::process) fn carry(
    end: impl Into<OwnedFd>,
) -> io::Result<Carried> {
    Ok(end.into())
}

/// The socket between a parent and its child.
#[derive(Debug)]
pub(in crate::process) struct Link(UnixStream);

impl Link {
    /// Gives `command` the child's end of a new link as standard input, with
    /// `carried` on its way through it.
    pub(in crate::process) fn give(
        command: &mut Command,
        carried: &[Carried],
    ) -> io::Result<Self> {
        let (parent, child) = UnixStream::pair()?;
        let fds: Vec<_> = carried.iter().map(AsFd::as_fd).collect();
        if fds.len() > CARRIED_LIMIT {
            let why = "too many ends of pipes for one child";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        if !fds.is_empty() {
            let space = cmsg_space!(ScmRights(fds.len()));
            let mut space = vec![MaybeUninit::uninit(); space];
            let mut rights = SendAncillaryBuffer::new(&mut space);
            rights.push(SendAncillaryMessage::ScmRights(&fds));
            let byte = [IoSlice::new(&[0])];
            sendmsg(&parent, &byte, &mut rights, SendFlags::empty())?;
        }
        command.stdin(Stdio::from(OwnedFd::from(child)));
        Ok(Self(parent))
    }

    /// Takes the child's end from standard input, which is empty afterwards.
    pub(in crate::process) fn take() -> io::Result<Self> {
        let link = fcntl_dupfd_cloexec(io::stdin(), 3)?;
        let nothing = std::fs::File::open("/dev/null")?;
        rustix::stdio::dup2_stdin(nothing)?;
        Ok(Self(UnixStream::from(link)))
    }

    /// Receives the ends that `orders` tell of.
    pub(in crate::process) fn receive(
        &self,
        orders: Vec<EndOrder>,
    ) -> io::Result<Vec<End>> {
        if orders.is_empty() {
            return Ok(Vec::new());
        }
        let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(253))];
        let mut rights = RecvAncillaryBuffer::new(&mut space);
        let mut byte = [0];
        #[cfg(not(target_vendor = "apple"))]
        let flags = RecvFlags::CMSG_CLOEXEC;
        #[cfg(target_vendor = "apple")]
        let flags = RecvFlags::empty();
        let buffer = &mut [IoSliceMut::new(&mut byte)];
        recvmsg(&self.0, buffer, &mut rights, flags)?;
        let mut fds = rights.drain().flat_map(|message| match message {
            RecvAncillaryMessage::ScmRights(fds) => fds.collect(),
            _ => Vec::new(),
        });
        let ends = orders.into_iter().map(|it| End::unpack(it, &mut fds));
        let missing = || io::Error::from(io::ErrorKind::UnexpectedEof);
        ends.collect::<Option<_>>().ok_or_else(missing)
    }

    /// Sends the child's trace, as the last thing.
    pub(in crate::process) fn ship(&self, trace: &str) -> io::Result<()> {
        (&self.0).write_all(trace.as_bytes())?;
        self.0.shutdown(Shutdown::Write)
    }

    /// Receives the child's trace, or what there is of it when the child is
    /// ended before.
    pub(in crate::process) fn trace(&self) -> io::Result<String> {
        let mut text = Vec::new();
        (&self.0).read_to_end(&mut text)?;
        String::from_utf8(text).map_err(io::Error::other)
    }
}

/// This program. On Linux the very file that runs now, even if another has
/// been built in its place.
pub(in crate::process) fn program() -> io::Result<Command> {
    let path = std::env::current_exe()?;
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::process::CommandExt;
        let mut command = Command::new("/proc/self/exe");
        command.arg0(path);
        Ok(command)
    }
    #[cfg(not(target_os = "linux"))]
    Ok(Command::new(path))
}

pub(in crate::process) fn parent_pid() -> u32 {
    std::os::unix::process::parent_id()
}

/// From here on this process ends when process `parent` does; false if that
/// is not its parent.
#[cfg(target_os = "linux")]
pub(in crate::process) fn end_with(parent: u32, _link: &Link) -> bool {
    let set = rustix::process::set_parent_process_death_signal;
    // In this order: a parent that ends before the first line is seen by the
    // second.
    set(Some(Signal::KILL)).is_ok() && parent_pid() == parent
}

/// From here on this process ends when process `parent` does; false if that
/// is not its parent.
#[cfg(not(target_os = "linux"))]
pub(in crate::process) fn end_with(parent: u32, link: &Link) -> bool {
    let Ok(mut link) = link.0.try_clone() else { return false };
    let watch = move || {
        // The parent has written all that it ever does: this returns when
        // it is gone.
        let _ = link.read(&mut [0]);
        let me = rustix::process::getpid();
        let _ = rustix::process::kill_process(me, Signal::KILL);
    };
    let watcher = std::thread::Builder::new().name("parent watch".into());
    watcher.spawn(watch).is_ok() && parent_pid() == parent
}

/// Waits until `child` ends and reaps it under the lock.
pub(in crate::process) fn reap(
    child: &Mutex<Child>,
    pid: u32,
) -> io::Result<ExitStatus> {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    // Until this returns, the lock is free for whoever sends signals.
    while let Some(pid) = Pid::from_raw(pid as i32) {
        match rustix::process::waitid(WaitId::Pid(pid), options) {
            Err(Errno::INTR) => {}
            _ => break,
        }
    }
    child.lock().wait()
}

/// Asks `child` to end, if it has not ended.
pub(in crate::process) fn terminate(child: &mut Child) -> io::Result<()> {
    if child.try_wait()?.is_none()
        && let Some(pid) = Pid::from_raw(child.id() as i32)
    {
        rustix::process::kill_process(pid, Signal::TERM)?;
    }
    Ok(())
}

/// The signal that ended a process.
pub(in crate::process) fn signal(status: ExitStatus) -> Option<i32> {
    status.signal()
}

/// Whether a read would not block; waits until `deadline`, or for ever.
pub(in crate::process) fn readable(
    reader: &PipeReader,
    deadline: Option<Instant>,
) -> io::Result<bool> {
    loop {
        let left = deadline.map(|deadline| {
            let left = deadline.saturating_duration_since(Instant::now());
            Timespec {
                tv_sec: left.as_secs() as i64,
                tv_nsec: left.subsec_nanos().into(),
            }
        });
        let mut fds = [PollFd::new(reader, PollFlags::IN)];
        match poll(&mut fds, left.as_ref()) {
            Err(Errno::INTR) => {}
            ready => return Ok(ready? > 0),
        }
    }
}

/// Bytes that are in the pipe now.
pub(in crate::process) fn bytes_in(end: impl AsFd) -> u64 {
    ioctl_fionread(end).unwrap_or(0)
}

/// Bytes that fit into the pipe, where the system tells.
pub(in crate::process) fn capacity(end: impl AsFd) -> Option<u64> {
    #[cfg(target_os = "linux")]
    {
        rustix::pipe::fcntl_getpipe_size(end).ok().map(|bytes| bytes as u64)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = end;
        None
    }
}
