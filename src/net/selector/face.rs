//! The face of all three.

use std::io;
use std::os::fd::{AsFd, AsRawFd};
use std::panic::Location;
use std::time::Duration;

use super::backend::Watched;
use super::watch::Watch;
use super::{Events, Interest, Key, Kind, Map, RegisterError, Token, Waker};
use crate::net::real_only;
use crate::sync::{deadline, shown};
use crate::trace::{ObjectKind, State, Tag};

/// Waits for any of many sockets `S`, each with some data `D`.
///
/// It owns them: `S` is a socket, an `Rc` or a `Box<dyn AsFd>`; one that
/// borrows a descriptor does not let it be closed either. What matters is
/// that [`AsFd`] gives the same descriptor always.
#[derive(Debug)]
pub struct Selector<S, D = ()> {
    map: Map<S, D>,
    kind: Kind,
    watch: Watch,
    tag: Tag,
}

impl<S: AsFd, D> Selector<S, D> {
    /// The fastest that this system has; Python's `DefaultSelector`.
    ///
    /// # Errors
    ///
    /// If the system has no descriptors for it: two, with epoll three.
    ///
    /// # Panics
    ///
    /// In an explored program.
    #[track_caller]
    pub fn new() -> io::Result<Self> {
        Self::of_kind(Kind::default())
    }

    /// One that waits by the given system call.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new); `Unsupported` if the system has no such call;
    /// and with select, if it has none but large descriptors.
    ///
    /// # Panics
    ///
    /// In an explored program.
    #[track_caller]
    pub fn of_kind(kind: Kind) -> io::Result<Self> {
        real_only("waits for them");
        let tag = Tag::new(ObjectKind::Socket);
        let watch = Watch::of_kind(kind)?;
        Ok(Self { map: Map::new(), kind, watch, tag })
    }

    /// Gives it the name that traces show.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.tag.set_name(name);
        self
    }

    /// As a trace has it that nobody has named.
    pub(in crate::net) fn called(mut self, word: &str) -> Self {
        self.tag.set_word(word);
        self
    }

    /// The system call that waits.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// From now on `source` is watched.
    ///
    /// # Errors
    ///
    /// If it is registered already, if its descriptor is too large a number
    /// for select, and if the system will not watch it; it is handed back.
    pub fn register(
        &mut self,
        source: S,
        interest: Interest,
        data: D,
    ) -> Result<Token, RegisterError<S, D>> {
        match self.add(&source, interest) {
            Ok(token) => {
                self.map.insert(token, source, interest, data);
                Ok(token)
            }
            Err(error) => {
                let fd = source.as_fd().as_raw_fd();
                let kind = self.kind;
                Err(RegisterError { source, data, error, fd, kind })
            }
        }
    }

    fn add(&mut self, source: &S, interest: Interest) -> io::Result<Token> {
        let fd = source.as_fd();
        if self.map.find(fd).is_some() {
            let why = "it is registered already";
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
        }
        let token = self.map.next_token();
        self.watch.add(Watched { fd, token, interest })?;
        Ok(token)
    }

    /// From now on what is registered as `token` is watched for `interest`.
    /// Its data is changed through [`get_key_mut`](Self::get_key_mut).
    ///
    /// # Errors
    ///
    /// `NotFound` if nothing is registered as `token` any more; what the
    /// system says, and then nothing has changed.
    pub fn modify(
        &mut self,
        token: Token,
        interest: Interest,
    ) -> io::Result<()> {
        let key = self.map.get(token).ok_or_else(|| {
            let why = format!("{token:?} is not registered any more");
            io::Error::new(io::ErrorKind::NotFound, why)
        })?;
        let watched = Watched { interest, ..key.watched(token) };
        self.watch.change(watched)?;
        self.map.set_interest(token, interest);
        Ok(())
    }

    /// Hands back what is registered as `token`, which is watched no more;
    /// `None` if that has happened already.
    pub fn unregister(&mut self, token: Token) -> Option<(S, D)> {
        let key = self.map.remove(token)?;
        self.watch.remove(key.source().as_fd());
        Some(key.into_parts())
    }

    /// What is registered as `token`, if it still is.
    #[must_use]
    pub fn get_key(&self, token: Token) -> Option<&Key<S, D>> {
        self.map.get(token)
    }

    /// The same, to change its data.
    #[must_use]
    pub fn get_key_mut(&mut self, token: Token) -> Option<&mut Key<S, D>> {
        self.map.get_mut(token)
    }

    /// Everything that is registered.
    #[must_use]
    pub fn get_map(&self) -> &Map<S, D> {
        &self.map
    }

    /// What wakes [`select`](Self::select) from another thread.
    #[must_use]
    pub fn waker(&self) -> Waker {
        self.watch.waker().clone()
    }

    /// Waits until something is ready, and puts into `events` what is.
    ///
    /// # Blocking
    ///
    /// Until then, until a [`Waker`] calls, or until `timeout` is over, with
    /// no events; without a `timeout` perhaps for ever, with one of zero not
    /// at all. (A [`Duration`] cannot be negative, as Python's may be.)
    ///
    /// # Errors
    ///
    /// What the system says, such as a lack of memory. An interruption is
    /// none.
    #[track_caller]
    pub fn select(
        &mut self,
        events: &mut Events,
        timeout: Option<Duration>,
    ) -> io::Result<()> {
        events.list.clear();
        events.woken = false;
        let place = Location::caller();
        let deadline = timeout.and_then(deadline);
        let Self { map, watch, tag, .. } = self;
        let mut done = Ok(());
        shown(tag, State::Io, deadline, place, || {
            done = watch.wait(map, events, deadline);
            events.woken || !events.is_empty()
        });
        done
    }
}
