//! Where a server waits for requests.

use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::handler::{Fault, Handler};
use super::live::Live;
use super::transport::Transport;
use super::work::tell;
use crate::net::exhausted::{REST, is_exhausted};
use crate::net::stop::Bell;
use crate::trace;

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
        let timeout = timeout.map(timespec);
        let ready_now = &mut ready[..count];
        match trace::in_io(|| poll(ready_now, timeout.as_ref())) {
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
        if is_exhausted(&why) {
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
