//! Signal-driven: the system sends a signal for every arrival, and one thread
//! waits for signals.
//!
//! A real-time signal is queued, and names the descriptor; so the sockets'
//! are set to one (`F_SETSIG`), and to the thread that serves
//! (`F_SETOWN_EX`), which alone has it blocked and reads it from a
//! `signalfd`. Where the queue is full, the system sends a plain `SIGIO`
//! instead, which names nobody: then every connection is looked at. A signal
//! comes when something *changes*, so a connection is read until there is
//! nothing left, and once when it is new.
#![expect(
    unsafe_code,
    reason = "neither std nor rustix has F_SETSIG, F_SETOWN_EX and signalfd"
)]

use std::collections::HashMap;
use std::io;
use std::mem::{MaybeUninit, size_of};
use std::net::TcpStream;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::ptr;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

use super::connection::{Goes, ROOM, Talk};
use super::server::Server;
use super::session::Session;
use crate::net::server::Transport;
use crate::trace;

/// From Linux's `fcntl.h`: libc has none of them for glibc.
const F_SETSIG: i32 = 10;
const F_SETOWN_EX: i32 = 15;
const F_OWNER_TID: i32 = 0;

/// rustix has no name for it.
const ASYNC: OFlags = OFlags::from_bits_retain(libc::O_ASYNC as u32);

/// Signals that are read at once.
const BATCH: usize = 64;

pub(super) fn serve<S: Session>(
    server: &Server<impl Fn() -> S + Send + Sync + 'static>,
) -> io::Result<()> {
    // Dropped last: no socket is left then that could send a signal.
    let mut signals = Signals::block()?;
    let _bell = Armed::new(server.bell.as_fd())?;
    let _door = Armed::new(server.tcp.descriptor())?;
    let mut crowd = Crowd { known: HashMap::new(), room: vec![0; ROOM] };
    let door = server.tcp.descriptor().as_raw_fd();
    let mut shut = crowd.accept(server);
    let mut signalled = Vec::new();
    while !server.bell.is_stopped() {
        let left =
            |until: Instant| until.saturating_duration_since(Instant::now());
        let all = signals.wait(shut.map(left), &mut signalled)?;
        let is_late = shut.is_some_and(|until| left(until).is_zero());
        if all || is_late || (shut.is_none() && signalled.contains(&door)) {
            shut = crowd.accept(server);
        }
        match all {
            true => crowd.go_on_with_all(),
            false => signalled.iter().for_each(|it| crowd.go_on(*it)),
        }
        server.bell.hush();
    }
    Ok(())
}

/// A socket that outlives this server, and sends signals until this is
/// dropped.
struct Armed<'a>(BorrowedFd<'a>);

impl<'a> Armed<'a> {
    fn new(descriptor: BorrowedFd<'a>) -> io::Result<Self> {
        arm(descriptor)?;
        Ok(Self(descriptor))
    }
}

impl Drop for Armed<'_> {
    fn drop(&mut self) {
        let disarm = |flags| fcntl_setfl(self.0, flags - ASYNC);
        let _ = fcntl_getfl(self.0).and_then(disarm);
    }
}

/// Connections by their descriptors.
struct Crowd<S> {
    known: HashMap<RawFd, (TcpStream, Talk<S>)>,
    room: Vec<u8>,
}

impl<S: Session> Crowd<S> {
    /// Lets all in who have come; until when nobody is tried again, if that
    /// could not be.
    fn accept(
        &mut self,
        server: &Server<impl Fn() -> S + Send + Sync + 'static>,
    ) -> Option<Instant> {
        loop {
            let come = match server.accept() {
                Ok(Some(come)) => come,
                Ok(None) => return None,
                Err(why) => return Some(server.rest(&why)),
            };
            if let Err(why) = arm(come.as_fd()) {
                (server.on_error)(&why);
                continue;
            }
            let descriptor = come.as_raw_fd();
            let talk = server.talk(&come);
            self.known.insert(descriptor, (come, talk));
            // What came before it was armed has sent no signal.
            self.go_on(descriptor);
        }
    }

    /// Goes on with this one, if it still is one, as far as that goes.
    fn go_on(&mut self, descriptor: RawFd) {
        let Some((stream, talk)) = self.known.get_mut(&descriptor) else {
            return;
        };
        let goes = loop {
            match talk.go_on(stream, &mut self.room) {
                Goes::On => {}
                goes => break goes,
            }
        };
        if goes == Goes::Over {
            self.known.remove(&descriptor);
        }
    }

    fn go_on_with_all(&mut self) {
        let all: Vec<_> = self.known.keys().copied().collect();
        all.into_iter().for_each(|it| self.go_on(it));
    }
}

/// The signal that says that something has come.
fn signal() -> i32 {
    libc::SIGRTMIN() + 1
}

#[repr(C)]
struct Owner {
    kind: i32,
    id: i32,
}

/// Lets the descriptor send the calling thread a signal when something comes.
fn arm(descriptor: BorrowedFd<'_>) -> io::Result<()> {
    let raw = descriptor.as_raw_fd();
    let id = rustix::thread::gettid().as_raw_nonzero().get();
    let owner = Owner { kind: F_OWNER_TID, id };
    // SAFETY: takes a number, and changes a setting of the descriptor.
    told(unsafe { libc::fcntl(raw, F_SETSIG, signal()) })?;
    // SAFETY: reads `owner`, which is as the kernel's `f_owner_ex`.
    told(unsafe { libc::fcntl(raw, F_SETOWN_EX, &raw const owner) })?;
    let flags = fcntl_getfl(descriptor)?;
    Ok(fcntl_setfl(descriptor, flags | OFlags::NONBLOCK | ASYNC)?)
}

fn told(result: i32) -> io::Result<()> {
    match result {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// The signals of the calling thread, to be read instead of delivered.
struct Signals {
    descriptor: OwnedFd,
    /// Those that were blocked before.
    before: libc::sigset_t,
}

impl Signals {
    fn block() -> io::Result<Self> {
        let mut set = MaybeUninit::uninit();
        let mut before = MaybeUninit::uninit();
        // SAFETY: makes `set` an empty set.
        unsafe { libc::sigemptyset(set.as_mut_ptr()) };
        // SAFETY: it has just been made.
        let mut set = unsafe { set.assume_init() };
        for signal in [signal(), libc::SIGIO] {
            // SAFETY: adds a number that is one of a signal.
            unsafe { libc::sigaddset(&raw mut set, signal) };
        }
        // SAFETY: reads `set` and writes `before`.
        let failed = unsafe {
            libc::pthread_sigmask(
                libc::SIG_BLOCK,
                &raw const set,
                before.as_mut_ptr(),
            )
        };
        if failed != 0 {
            return Err(io::Error::from_raw_os_error(failed));
        }
        // SAFETY: it was written, as that has not failed.
        let before = unsafe { before.assume_init() };
        let flags = libc::SFD_CLOEXEC | libc::SFD_NONBLOCK;
        // SAFETY: reads `set`, and makes a descriptor.
        let raw = unsafe { libc::signalfd(-1, &raw const set, flags) };
        told(raw)?;
        // SAFETY: it was made just now, and nobody else has it.
        let descriptor = unsafe { OwnedFd::from_raw_fd(raw) };
        Ok(Self { descriptor, before })
    }

    /// Waits for signals, or for so long, and puts the descriptors into
    /// `signalled` that they name; whether one of them means all.
    fn wait(
        &mut self,
        timeout: Option<Duration>,
        signalled: &mut Vec<RawFd>,
    ) -> io::Result<bool> {
        signalled.clear();
        let mut all = false;
        loop {
            let came = self.read()?;
            for info in &came {
                match info.ssi_signo as i32 {
                    libc::SIGIO => all = true,
                    _ => signalled.push(info.ssi_fd),
                }
            }
            if all || !signalled.is_empty() {
                return Ok(all);
            }
            let mut ready = [PollFd::from_borrowed_fd(
                self.descriptor.as_fd(),
                PollFlags::IN,
            )];
            let timeout = timeout.map(|it| Timespec {
                tv_sec: it.as_secs().cast_signed(),
                tv_nsec: it.subsec_nanos().into(),
            });
            match trace::in_io(|| poll(&mut ready, timeout.as_ref())) {
                Ok(0) => return Ok(false),
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(why) => return Err(why.into()),
            }
        }
    }

    /// What has come up to now.
    fn read(&mut self) -> io::Result<Vec<libc::signalfd_siginfo>> {
        let mut came = Vec::<libc::signalfd_siginfo>::with_capacity(BATCH);
        let (to, room) =
            (came.as_mut_ptr(), BATCH * size_of::<libc::signalfd_siginfo>());
        // SAFETY: writes whole infos, and as many as there is room for.
        let read =
            unsafe { libc::read(self.descriptor.as_raw_fd(), to.cast(), room) };
        let Ok(bytes) = usize::try_from(read) else {
            let why = io::Error::last_os_error();
            return match why.kind() {
                io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => {
                    Ok(came)
                }
                _ => Err(why),
            };
        };
        // SAFETY: so many were written.
        unsafe { came.set_len(bytes / size_of::<libc::signalfd_siginfo>()) };
        Ok(came)
    }
}

impl Drop for Signals {
    /// Takes those away that nobody has read: what they do to whoever has
    /// them not blocked is to end the process.
    fn drop(&mut self) {
        while self.read().is_ok_and(|came| !came.is_empty()) {}
        // SAFETY: reads the set that was there before.
        unsafe {
            libc::pthread_sigmask(
                libc::SIG_SETMASK,
                &raw const self.before,
                ptr::null_mut(),
            )
        };
    }
}
