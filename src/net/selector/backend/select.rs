//! select(2): a set of 1,024 bits for reads and one for writes, which every
//! call fills anew, because the system leaves its answer in them.

use std::io;
use std::mem;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::time::Duration;

use nix::sys::select::{FD_SETSIZE, FdSet, select};
use nix::sys::time::{TimeVal, TimeValLike};

use super::{Backend, Watched, recycled};
use crate::net::selector::Event;

#[derive(Debug, Default)]
pub(in crate::net::selector) struct Select {
    /// Empty between calls; only its memory is kept.
    watched: Vec<Watched<'static>>,
}

impl Backend for Select {
    /// The sets have no bit for larger numbers.
    fn add(&mut self, watched: Watched<'_>) -> io::Result<()> {
        if watched.fd.as_raw_fd() as usize >= FD_SETSIZE {
            let why = format!(
                "select takes 0 to {} only; use poll or epoll",
                FD_SETSIZE - 1
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        Ok(())
    }

    fn change(&mut self, _: Watched<'_>) -> io::Result<()> {
        Ok(())
    }

    fn remove(&mut self, _: BorrowedFd<'_>) {}

    fn wait<'a>(
        &mut self,
        all: &mut dyn Iterator<Item = Watched<'a>>,
        timeout: Option<Duration>,
        events: &mut Vec<Event>,
    ) -> io::Result<()> {
        let mut watched: Vec<Watched<'a>> = mem::take(&mut self.watched);
        watched.extend(all);
        let done = select_among(&watched, timeout, events);
        self.watched = recycled(watched);
        done
    }
}

fn select_among(
    watched: &[Watched<'_>],
    timeout: Option<Duration>,
    events: &mut Vec<Event>,
) -> io::Result<()> {
    let (mut read, mut write) = (FdSet::new(), FdSet::new());
    let mut highest = -1;
    for Watched { fd, interest, .. } in watched {
        highest = highest.max(fd.as_raw_fd());
        if interest.is_readable() {
            read.insert(*fd);
        }
        if interest.is_writable() {
            write.insert(*fd);
        }
    }
    let mut timeout = timeout.map(time);
    select(highest + 1, &mut read, &mut write, None, timeout.as_mut())?;
    events.extend(watched.iter().filter_map(
        |&Watched { fd, token, .. }| {
            let (readable, writable) = (read.contains(fd), write.contains(fd));
            (readable || writable)
                .then(|| Event::new(token, readable, writable))
        },
    ));
    Ok(())
}

/// Rounded up, so that what is left is not waited for in many short calls.
fn time(timeout: Duration) -> TimeVal {
    let micros = timeout.as_nanos().div_ceil(1000);
    TimeVal::microseconds(micros.try_into().unwrap_or(i64::MAX))
}
