//! io_uring: reads and writes are handed to the system, which tells when they
//! are done. One thread waits for whatever is done first.
//!
//! One `accept` accepts everybody (multishot), one `recv` of a connection
//! receives all that comes, into buffers that belong to all connections. A
//! buffer is given back as soon as its bytes were answered. So a request
//! costs no system call of its own: one call hands over all that is to be
//! done and takes all that is.
//!
//! What the system works on stays where it is until it says that it is done:
//! also when the server stops, which cancels everything and then waits.
#![expect(
    unsafe_code,
    reason = "what is handed over has to outlive the operation, and an \
              accepted socket comes as a number"
)]

use std::io;
use std::net::{Shutdown, TcpStream};
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};
use std::time::{Duration, Instant};

use io_uring::types::{CancelBuilder, Fd, SubmitArgs, Timespec};
use io_uring::{IoUring, cqueue, opcode, squeue};

use super::buffers::{Buffers, GROUP};
use super::connection::Talk;
use super::server::Server;
use super::session::Session;
use crate::net::exhausted::REST;
use crate::net::server::Transport;
use crate::trace;

/// Operations that are handed over at once.
const ENTRIES: u32 = 512;

/// Operations that may be done before anybody looks.
const DONE: u32 = 4096;

/// How long a send may take that the system is expected to do at once.
const AT_ONCE: Duration = Duration::from_millis(1);

/// Whether this system has io_uring, of Linux 6.1 or later; some containers
/// are not let use it.
pub(super) fn probe() -> io::Result<()> {
    ring(8, 16).map(drop)
}

fn ring(entries: u32, done: u32) -> io::Result<IoUring> {
    IoUring::builder()
        .setup_single_issuer()
        .setup_defer_taskrun()
        .setup_cqsize(done)
        .build(entries)
}

pub(super) fn serve<S: Session>(
    server: &Server<impl Fn() -> S + Send + Sync + 'static>,
) -> io::Result<()> {
    let mut work = Work::new()?;
    work.submit(&bell(server))?;
    let mut door = Door { is_open: false, shut: None };
    let mut all = Vec::new();
    while !server.bell.is_stopped() {
        door.open(server, &mut work)?;
        work.wait(door.shut, &mut all)?;
        for done in &all {
            match done.what {
                What::Accept => door.came(server, &mut work, done)?,
                What::Bell => {
                    server.bell.hush();
                    work.submit(&bell(server))?;
                }
                What::Receive(slot) => work.received(slot, done)?,
                What::Send(slot) => work.sent(slot, done)?,
                What::Cancel => {}
            }
        }
        work.receive_again()?;
    }
    work.end()
}

/// Waits until the bell rings.
fn bell<F>(server: &Server<F>) -> squeue::Entry {
    let fd = Fd(server.bell.as_fd().as_raw_fd());
    let poll = opcode::PollAdd::new(fd, libc::POLLIN as u32);
    poll.build().user_data(What::Bell.number())
}

/// What was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Accept,
    Bell,
    Cancel,
    /// For the connection of this number.
    Receive(u32),
    Send(u32),
}

impl What {
    fn number(self) -> u64 {
        match self {
            Self::Accept => 0,
            Self::Bell => 1 << 32,
            Self::Cancel => 2 << 32,
            Self::Receive(slot) => 3 << 32 | u64::from(slot),
            Self::Send(slot) => 4 << 32 | u64::from(slot),
        }
    }

    fn of(number: u64) -> Self {
        let slot = number as u32;
        match number >> 32 {
            0 => Self::Accept,
            1 => Self::Bell,
            2 => Self::Cancel,
            3 => Self::Receive(slot),
            _ => Self::Send(slot),
        }
    }
}

/// Something that is done, or a part of it.
#[derive(Clone, Copy)]
struct Done {
    what: What,
    result: i32,
    flags: u32,
}

impl Done {
    /// How much, or why not.
    fn count(&self) -> io::Result<usize> {
        let error = |_| io::Error::from_raw_os_error(-self.result);
        usize::try_from(self.result).map_err(error)
    }

    /// Whether nothing more will come of it.
    fn is_last(&self) -> bool {
        !cqueue::more(self.flags)
    }
}

/// Where people come in.
struct Door {
    /// Whether somebody waits there.
    is_open: bool,
    /// Until when nobody is to.
    shut: Option<Instant>,
}

impl Door {
    fn open<S: Session, F>(
        &mut self,
        server: &Server<F>,
        work: &mut Work<S>,
    ) -> io::Result<()> {
        self.shut = self.shut.filter(|until| *until > Instant::now());
        if self.is_open || self.shut.is_some() {
            return Ok(());
        }
        let fd = Fd(server.tcp.descriptor().as_raw_fd());
        let accept = opcode::AcceptMulti::new(fd).flags(libc::SOCK_CLOEXEC);
        work.submit(&accept.build().user_data(What::Accept.number()))?;
        self.is_open = true;
        Ok(())
    }

    fn came<S: Session>(
        &mut self,
        server: &Server<impl Fn() -> S + Send + Sync + 'static>,
        work: &mut Work<S>,
        done: &Done,
    ) -> io::Result<()> {
        self.is_open &= !done.is_last();
        match done.count() {
            Ok(_) => {
                // SAFETY: the system has made it for this program just now.
                let come = unsafe { OwnedFd::from_raw_fd(done.result) };
                let stream = TcpStream::from(come);
                stream.set_nodelay(true)?;
                let talk = server.talk(&stream);
                work.enter(stream, talk)
            }
            Err(why) if why.kind() == io::ErrorKind::ConnectionAborted => {
                Ok(())
            }
            Err(why) => {
                self.shut = Some(server.rest(&why));
                Ok(())
            }
        }
    }
}

/// A connection, and what the system does for it.
struct Line<S> {
    stream: TcpStream,
    talk: Talk<S>,
    /// What is being sent; not touched meanwhile.
    sending: Vec<u8>,
    sent: usize,
    is_sending: bool,
    is_receiving: bool,
    /// It is not listened to for now, and the system was told so.
    is_cancelled: bool,
    /// Its peer is gone.
    is_dead: bool,
}

/// What the system works on, and what it needs for that.
struct Work<S> {
    /// Closed before what it works on is freed.
    ring: IoUring,
    buffers: Buffers,
    lines: Vec<Option<Line<S>>>,
    free: Vec<u32>,
    /// Those that there was no buffer for.
    starved: Vec<u32>,
    /// Operations of which more will come.
    pending: usize,
    /// Those of them that are sends.
    sending: usize,
    /// Sends that will be handed over with the next call.
    new_sends: usize,
}

impl<S: Session> Work<S> {
    fn new() -> io::Result<Self> {
        let ring = ring(ENTRIES, DONE)?;
        let buffers = Buffers::new(&ring.submitter())?;
        let (lines, free, starved) = Default::default();
        let (pending, sending, new_sends) = (0, 0, 0);
        Ok(Self {
            ring,
            buffers,
            lines,
            free,
            starved,
            pending,
            sending,
            new_sends,
        })
    }

    /// A new connection.
    fn enter(&mut self, stream: TcpStream, talk: Talk<S>) -> io::Result<()> {
        let line = Line {
            stream,
            talk,
            sending: Vec::new(),
            sent: 0,
            is_sending: false,
            is_receiving: false,
            is_cancelled: false,
            is_dead: false,
        };
        let slot = self.free.pop().unwrap_or_else(|| {
            self.lines.push(None);
            self.lines.len() as u32 - 1
        });
        self.lines[slot as usize] = Some(line);
        self.go_on(slot)
    }

    fn received(&mut self, slot: u32, done: &Done) -> io::Result<()> {
        let Some(line) = &mut self.lines[slot as usize] else { return Ok(()) };
        line.is_receiving &= !done.is_last();
        match done.count() {
            Ok(count) => {
                let number = cqueue::buffer_select(done.flags);
                let bytes = number.map(|it| self.buffers.received(it, count));
                line.talk.receive(bytes.unwrap_or_default());
                number.into_iter().for_each(|it| self.buffers.give(it));
            }
            Err(why) => match why.raw_os_error() {
                Some(libc::ENOBUFS) => {
                    self.starved.push(slot);
                    return Ok(());
                }
                Some(libc::ECANCELED) => {}
                _ => line.is_dead = true,
            },
        }
        self.go_on(slot)
    }

    fn sent(&mut self, slot: u32, done: &Done) -> io::Result<()> {
        self.sending -= 1;
        let Some(line) = &mut self.lines[slot as usize] else { return Ok(()) };
        line.is_sending = false;
        match done.count() {
            Ok(count) => line.sent += count,
            Err(_) => line.is_dead = true,
        }
        self.go_on(slot)
    }

    /// There are buffers again.
    fn receive_again(&mut self) -> io::Result<()> {
        for slot in std::mem::take(&mut self.starved) {
            self.go_on(slot)?;
        }
        Ok(())
    }

    /// Hands over what there is to do for a connection.
    fn go_on(&mut self, slot: u32) -> io::Result<()> {
        let Some(line) = &mut self.lines[slot as usize] else { return Ok(()) };
        let fd = Fd(line.stream.as_raw_fd());
        let mut entries: [Option<squeue::Entry>; 2] = [None, None];
        if !line.is_dead && !line.is_sending {
            if line.sent == line.sending.len() {
                line.sending.clear();
                line.sending.extend_from_slice(line.talk.left());
                // From here on it is as good as sent.
                line.talk.sent(line.sending.len());
                line.sent = 0;
            }
            let left = &line.sending[line.sent..];
            if !left.is_empty() {
                line.is_sending = true;
                self.sending += 1;
                self.new_sends += 1;
                let length = u32::try_from(left.len()).unwrap_or(u32::MAX);
                let send = opcode::Send::new(fd, left.as_ptr(), length);
                let send = send.flags(libc::MSG_NOSIGNAL).build();
                entries[0] = Some(send.user_data(What::Send(slot).number()));
            }
        }
        let listens = !line.is_dead && line.talk.listens();
        if listens && !line.is_receiving {
            (line.is_receiving, line.is_cancelled) = (true, false);
            let receive = opcode::RecvMulti::new(fd, GROUP).build();
            entries[1] = Some(receive.user_data(What::Receive(slot).number()));
        } else if !listens && line.is_receiving && !line.is_cancelled {
            line.is_cancelled = true;
            let receive = What::Receive(slot).number();
            let cancel = opcode::AsyncCancel::new(receive).build();
            entries[1] = Some(cancel.user_data(What::Cancel.number()));
        }
        let over = line.is_dead || (line.talk.is_over() && !line.is_sending);
        if over && !line.is_sending && !line.is_receiving {
            self.lines[slot as usize] = None;
            self.free.push(slot);
        } else if over {
            // Whatever still goes on comes to an end.
            let _ = line.stream.shutdown(Shutdown::Both);
        }
        entries.iter().flatten().try_for_each(|entry| self.submit(entry))
    }

    /// Hands an operation over with the next call.
    fn submit(&mut self, entry: &squeue::Entry) -> io::Result<()> {
        // SAFETY: what it points to is a line's `sending`, which is not
        // touched until it is done, and `drop` waits for that.
        while unsafe { self.ring.submission().push(entry) }.is_err() {
            self.ring.submit()?; // there is no room
        }
        self.pending += 1;
        Ok(())
    }

    /// Hands over what is to be done, and waits until something is, or for so
    /// long.
    ///
    /// A send is nearly always done while it is handed over. To be told of it
    /// at once would take a call that finds nothing else; so it is waited for
    /// together with what comes next, unless one is known to take longer.
    fn wait(
        &mut self,
        until: Option<Instant>,
        all: &mut Vec<Done>,
    ) -> io::Result<()> {
        let sends = std::mem::take(&mut self.new_sends);
        let at_once = if sends == self.sending { sends } else { 0 };
        let left = until.map(|it| it.saturating_duration_since(Instant::now()));
        let soon = (at_once > 0).then_some(AT_ONCE);
        let left = left.into_iter().chain(soon).min();
        let time = Timespec::from(left.unwrap_or(Duration::ZERO));
        let args = match left {
            Some(_) => SubmitArgs::new().timespec(&time),
            None => SubmitArgs::new(),
        };
        let submitter = self.ring.submitter();
        let wait = || submitter.submit_with_args(1 + at_once, &args);
        if let Err(why) = trace::in_io(wait) {
            let known = [libc::ETIME, libc::EINTR, libc::EBUSY, libc::EAGAIN];
            if !why.raw_os_error().is_some_and(|it| known.contains(&it)) {
                return Err(why);
            }
        }
        all.clear();
        all.extend(self.ring.completion().map(|it| Done {
            what: What::of(it.user_data()),
            result: it.result(),
            flags: it.flags(),
        }));
        self.pending -= all.iter().filter(|it| it.is_last()).count();
        Ok(())
    }

    /// Takes everything back that the system works on.
    fn end(&mut self) -> io::Result<()> {
        let cancel = opcode::AsyncCancel2::new(CancelBuilder::any()).build();
        self.submit(&cancel.user_data(What::Cancel.number()))?;
        for line in self.lines.iter().flatten() {
            let _ = line.stream.shutdown(Shutdown::Both);
        }
        let mut all = Vec::new();
        while self.pending > 0 {
            self.wait(Some(Instant::now() + REST), &mut all)?;
            for done in &all {
                // Somebody who has come in the last moment.
                if done.what == What::Accept && done.result >= 0 {
                    // SAFETY: the system has made it for this program.
                    drop(unsafe { OwnedFd::from_raw_fd(done.result) });
                }
            }
        }
        Ok(())
    }
}

impl<S> Drop for Work<S> {
    /// What the system may still work on is leaked.
    fn drop(&mut self) {
        if self.pending > 0 {
            Box::leak(Box::new(std::mem::take(&mut self.lines)));
            self.buffers.leak();
        }
    }
}
