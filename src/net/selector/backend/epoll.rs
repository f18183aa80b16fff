//! epoll(7): the system remembers what is watched, and tells what is ready.

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::time::Duration;

use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};

use super::{Backend, Watched};
use crate::net::selector::{Event, Interest, Token};

/// Events that one call tells of: 12 KiB of stack, since they may not be kept
/// by what goes from thread to thread.
const MOST: usize = 1024;

#[derive(Debug)]
pub(in crate::net::selector) struct Epoll {
    fd: OwnedFd,
}

impl Epoll {
    pub(in crate::net::selector) fn new() -> io::Result<Self> {
        Ok(Self { fd: epoll::create(CreateFlags::CLOEXEC)? })
    }
}

impl Backend for Epoll {
    fn add(&mut self, watched: Watched<'_>) -> io::Result<()> {
        let Watched { fd, token, interest } = watched;
        Ok(epoll::add(&self.fd, fd, data(token), flags(interest))?)
    }

    fn change(&mut self, watched: Watched<'_>) -> io::Result<()> {
        let Watched { fd, token, interest } = watched;
        Ok(epoll::modify(&self.fd, fd, data(token), flags(interest))?)
    }

    fn remove(&mut self, fd: BorrowedFd<'_>) {
        // It was added and is open: nothing to go wrong.
        let _ = epoll::delete(&self.fd, fd);
    }

    fn wait<'a>(
        &mut self,
        _all: &mut dyn Iterator<Item = Watched<'a>>,
        timeout: Option<Duration>,
        events: &mut Vec<Event>,
    ) -> io::Result<()> {
        let timeout = timeout.and_then(|it| Timespec::try_from(it).ok());
        let mut room = [const { MaybeUninit::uninit() }; MOST];
        let (found, _) =
            epoll::wait(&self.fd, &mut room[..], timeout.as_ref())?;
        events.extend(found.iter().map(|found| {
            let flags = found.flags;
            // An error or a hang-up is either.
            let readable = !(flags - EventFlags::OUT).is_empty();
            let writable = !(flags - EventFlags::IN).is_empty();
            Event::new(token(found.data), readable, writable)
        }));
        Ok(())
    }
}

fn flags(interest: Interest) -> EventFlags {
    match interest {
        Interest::Read => EventFlags::IN,
        Interest::Write => EventFlags::OUT,
        Interest::ReadWrite => EventFlags::IN | EventFlags::OUT,
    }
}

/// A token, as what the system gives back with an event.
fn data(token: Token) -> EventData {
    let bits = u64::from(token.generation) << 32 | u64::from(token.slot);
    EventData::new_u64(bits)
}

fn token(data: EventData) -> Token {
    let bits = data.u64();
    Token { slot: bits as u32, generation: (bits >> 32) as u32 }
}
