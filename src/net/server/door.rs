//! Where a server waits for requests.

use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::handler::{Fault, Handler};
use super::live::Live;
use super::stop::Bell;
use super::transport::Transport;
use super::work::tell;

/// How long nobody is accepted after the system had no descriptor or memory
/// for that: what waits at the door is ready all the time, and to try again
/// at once would take the processor from those who could go.
const REST: Duration = Duration::from_millis(100);

/// Where a server waits for requests.
pub(super) struct Door<'a, T, H> {
    transport: &'a T,
    handler: &'a H,
    bell: &'a Bell,
    live: &'a Live,
    most: usize,
    /// Until when nobody is accepted.
    shut: Option<Instant>,
}

/// Who has come.
pub(super) enum Came<R> {
    Request(R),
    /// The time is over, or the bell has rung.
    Nobody,
}

impl<'a, T: Transport, H: Handler<T::Request>> Door<'a, T, H> {
    pub(super) fn new(
        transport: &'a T,
        handler: &'a H,
        bell: &'a Bell,
        live: &'a Live,
        most: usize,
    ) -> Self {
        Self { transport, handler, bell, live, most, shut: None }
    }

    /// Waits for a request, or until the bell rings, or for so long.
    pub(super) fn wait(
        &mut self,
        timeout: Option<Duration>,
    ) -> io::Result<Came<T::Request>> {
        let now = Instant::now();
        self.shut = self.shut.filter(|until| *until > now);
        let rest = self.shut.map(|until| until - now);
        let timeout = timeout.into_iter().chain(rest).min();
        let is_open = rest.is_none() && !self.live.is_full(self.most);
        let mut ready = [
            PollFd::from_borrowed_fd(self.bell.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(
                self.transport.descriptor(),
                PollFlags::IN,
            ),
        ];
        let count = if is_open { 2 } else { 1 };
        match poll(&mut ready[..count], timeout.map(timespec).as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(why) => return Err(why.into()),
        }
        if !ready[0].revents().is_empty() {
            self.bell.hush();
        }
        if ready[1].revents().is_empty() || self.bell.is_stopped() {
            return Ok(Came::Nobody);
        }
        match self.transport.get_request() {
            Ok(request) => Ok(Came::Request(request)),
            Err(why) => {
                self.refused(why, now);
                Ok(Came::Nobody)
            }
        }
    }

    fn refused(&mut self, why: io::Error, now: Instant) {
        // Whoever had come has hung up already.
        if let ErrorKind::WouldBlock
        | ErrorKind::Interrupted
        | ErrorKind::ConnectionAborted = why.kind()
        {
            return;
        }
        let is_exhausted = Errno::from_io_error(&why).is_some_and(|why| {
            let exhausted =
                [Errno::MFILE, Errno::NFILE, Errno::NOBUFS, Errno::NOMEM];
            exhausted.contains(&why)
        });
        if is_exhausted {
            self.shut = Some(now + REST);
        }
        tell(self.handler, None, &Fault::Accept(why));
    }
}

fn timespec(time: Duration) -> Timespec {
    Timespec {
        tv_sec: time.as_secs().try_into().unwrap_or(i64::MAX),
        tv_nsec: time.subsec_nanos().into(),
    }
}
