//! Waiting, up to a deadline, for what is registered and for the waker.

use std::io;
use std::iter;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use super::backend::{Backend, Watched};
use super::waker::Bell;
use super::{Events, Interest, Kind, Map, Token, Waker};

/// What every system can count: a longer wait is several.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// A system call and its waker.
#[derive(Debug)]
pub(super) struct Watch {
    backend: Box<dyn Backend>,
    bell: Bell,
}

impl Watch {
    pub(super) fn of_kind(kind: Kind) -> io::Result<Self> {
        let bell = Bell::new()?;
        let mut backend = kind.open()?;
        backend.add(watched(&bell))?;
        Ok(Self { backend, bell })
    }

    pub(super) fn add(&mut self, watched: Watched<'_>) -> io::Result<()> {
        self.backend.add(watched)
    }

    pub(super) fn change(&mut self, watched: Watched<'_>) -> io::Result<()> {
        self.backend.change(watched)
    }

    pub(super) fn remove(&mut self, fd: BorrowedFd<'_>) {
        self.backend.remove(fd);
    }

    pub(super) fn waker(&self) -> &Waker {
        self.bell.waker()
    }

    /// Waits until there are events, somebody has woken, or it is `deadline`.
    pub(super) fn wait<S: AsFd, D>(
        &mut self,
        map: &Map<S, D>,
        events: &mut Events,
        deadline: Option<Instant>,
    ) -> io::Result<()> {
        let left = |it: Instant| it.saturating_duration_since(Instant::now());
        loop {
            let timeout = deadline.map(|it| left(it).min(LONGEST));
            let mut all = iter::once(watched(&self.bell)).chain(map.watched());
            let done = self.backend.wait(&mut all, timeout, &mut events.list);
            match done {
                Err(why) if why.kind() != io::ErrorKind::Interrupted => {
                    return Err(why);
                }
                _ => self.settle(map, events),
            }
            let found = events.woken || !events.is_empty();
            if found || deadline.is_some_and(|it| left(it).is_zero()) {
                return Ok(());
            }
        }
    }

    /// Takes out what is for nobody.
    fn settle<S, D>(&self, map: &Map<S, D>, events: &mut Events) {
        let Events { list, woken } = events;
        list.retain_mut(|event| {
            *woken |= event.token() == Token::WAKER;
            let key = map.get(event.token());
            key.is_some_and(|key| event.keep(key.interest()))
        });
        if *woken {
            self.bell.clear();
        }
    }
}

fn watched(bell: &Bell) -> Watched<'_> {
    let interest = Interest::Read;
    Watched { fd: bell.as_fd(), token: Token::WAKER, interest }
}
