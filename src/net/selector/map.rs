//! What is registered.
//!
//! A registration lies in a slot. Slots are used again, and count how often:
//! a token of before fits no more.

use std::collections::HashMap;
use std::os::fd::{AsFd, AsRawFd, RawFd};

use super::backend::Watched;
use super::{Interest, Token};

/// Something registered: Python's `SelectorKey`.
#[derive(Debug)]
pub struct Key<S, D> {
    source: S,
    fd: RawFd,
    interest: Interest,
    data: D,
}

/// Everything registered, to be looked at: Python's `get_map`.
#[derive(Debug)]
pub struct Map<S, D> {
    slots: Vec<Slot<S, D>>,
    /// Slots without a key.
    free: Vec<u32>,
    by_fd: HashMap<RawFd, Token>,
}

#[derive(Debug)]
struct Slot<S, D> {
    /// That of the key, or of the next one.
    generation: u32,
    key: Option<Key<S, D>>,
}

impl<S, D> Key<S, D> {
    /// The socket. Only to be borrowed: another in its place would not be
    /// watched. `&TcpStream` reads and writes.
    pub fn source(&self) -> &S {
        &self.source
    }

    /// The number of its descriptor.
    #[must_use]
    pub fn fd(&self) -> RawFd {
        self.fd
    }

    /// What it is watched for.
    #[must_use]
    pub fn interest(&self) -> Interest {
        self.interest
    }

    /// What was registered with it.
    pub fn data(&self) -> &D {
        &self.data
    }

    /// The same, to be changed.
    pub fn data_mut(&mut self) -> &mut D {
        &mut self.data
    }

    /// Both at once, for a connection whose state lies beside its socket.
    pub fn split(&mut self) -> (&S, &mut D) {
        (&self.source, &mut self.data)
    }
}

impl<S, D> Map<S, D> {
    /// How many are registered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_fd.len()
    }

    /// Whether nothing is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_fd.is_empty()
    }

    /// What is registered as `token`.
    #[must_use]
    pub fn get(&self, token: Token) -> Option<&Key<S, D>> {
        let slot = self.slots.get(token.slot as usize)?;
        slot.key.as_ref().filter(|_| slot.generation == token.generation)
    }

    /// What `source`, or another name of the same descriptor, is registered
    /// as.
    pub fn find(&self, source: impl AsFd) -> Option<Token> {
        self.by_fd.get(&source.as_fd().as_raw_fd()).copied()
    }

    /// Everything registered, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (Token, &Key<S, D>)> {
        let slots = self.slots.iter().zip(0..);
        slots.filter_map(|(Slot { generation, key }, slot)| {
            let token = Token { slot, generation: *generation };
            Some((token, key.as_ref()?))
        })
    }

    pub(super) fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new(), by_fd: HashMap::new() }
    }

    pub(super) fn get_mut(&mut self, token: Token) -> Option<&mut Key<S, D>> {
        let slot = self.slots.get_mut(token.slot as usize)?;
        slot.key.as_mut().filter(|_| slot.generation == token.generation)
    }

    /// What the next registration will be known by.
    pub(super) fn next_token(&mut self) -> Token {
        let slot = self.free.last().copied().unwrap_or_else(|| {
            // Fewer than descriptors, which are numbered by an `i32`.
            let slot = self.slots.len() as u32;
            self.slots.push(Slot { generation: 0, key: None });
            self.free.push(slot);
            slot
        });
        Token { slot, generation: self.slots[slot as usize].generation }
    }

    pub(super) fn set_interest(&mut self, token: Token, interest: Interest) {
        if let Some(key) = self.get_mut(token) {
            key.interest = interest;
        }
    }

    pub(super) fn remove(&mut self, token: Token) -> Option<Key<S, D>> {
        let slot = self.slots.get_mut(token.slot as usize)?;
        let key = slot.key.take_if(|_| slot.generation == token.generation)?;
        // After four thousand million rounds in one slot it begins again.
        slot.generation = slot.generation.wrapping_add(1);
        self.free.push(token.slot);
        self.by_fd.remove(&key.fd);
        Some(key)
    }
}

impl<S: AsFd, D> Map<S, D> {
    /// Puts a key where [`next_token`](Self::next_token) said.
    pub(super) fn insert(
        &mut self,
        token: Token,
        source: S,
        interest: Interest,
        data: D,
    ) {
        let fd = source.as_fd().as_raw_fd();
        self.free.pop();
        self.by_fd.insert(fd, token);
        let key = Key { source, fd, interest, data };
        self.slots[token.slot as usize].key = Some(key);
    }

    /// As the system is to watch it.
    pub(super) fn watched(&self) -> impl Iterator<Item = Watched<'_>> {
        self.iter().map(|(token, key)| key.watched(token))
    }
}

impl<S: AsFd, D> Key<S, D> {
    pub(super) fn watched(&self, token: Token) -> Watched<'_> {
        let fd = self.source.as_fd();
        Watched { fd, token, interest: self.interest }
    }

    pub(super) fn into_parts(self) -> (S, D) {
        (self.source, self.data)
    }
}
