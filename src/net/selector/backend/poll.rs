//! poll(2): every call tells the system all that is watched.

use std::io;
use std::mem;
use std::os::fd::BorrowedFd;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{Backend, Watched, recycled};
use crate::net::selector::{Event, Interest, Token};

/// Lists that are empty between calls; only their memory is kept.
#[derive(Debug, Default)]
pub(in crate::net::selector) struct Poll {
    fds: Vec<PollFd<'static>>,
    tokens: Vec<Token>,
}

impl Backend for Poll {
    fn add(&mut self, _: Watched<'_>) -> io::Result<()> {
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
        let mut fds: Vec<PollFd<'a>> = mem::take(&mut self.fds);
        for Watched { fd, token, interest } in all {
            fds.push(PollFd::from_borrowed_fd(fd, flags(interest)));
            self.tokens.push(token);
        }
        let timeout = timeout.and_then(|it| Timespec::try_from(it).ok());
        let done = poll(&mut fds, timeout.as_ref());
        let found = fds.iter().map(PollFd::revents).zip(self.tokens.drain(..));
        // After an error nothing is said about what is ready.
        let found =
            found.filter(|(flags, _)| done.is_ok() && !flags.is_empty());
        events.extend(found.map(|(flags, token)| {
            // An error or a hang-up is either.
            let readable = !(flags - PollFlags::OUT).is_empty();
            let writable = !(flags - PollFlags::IN).is_empty();
            Event::new(token, readable, writable)
        }));
        self.fds = recycled(fds);
        done?;
        Ok(())
    }
}

fn flags(interest: Interest) -> PollFlags {
    match interest {
        Interest::Read => PollFlags::IN,
        Interest::Write => PollFlags::OUT,
        Interest::ReadWrite => PollFlags::IN | PollFlags::OUT,
    }
}
