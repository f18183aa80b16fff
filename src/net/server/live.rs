//! The requests that are being served.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use super::transport::{Peer, Request};
use crate::net::stop::Bell;

/// The requests that are being served.
pub(super) struct Live {
    state: Mutex<State>,
    changed: Condvar,
    bell: Arc<Bell>,
}

#[derive(Default)]
struct State {
    /// By a number that is not used again.
    cutters: HashMap<u64, Option<Box<dyn Fn() + Send>>>,
    served: u64,
    peers: HashMap<IpAddr, usize>,
    /// Whether the server waits until there is room for one more.
    is_full: bool,
}

/// A request that is being served, until this is dropped.
pub(super) struct Ticket {
    live: Arc<Live>,
    number: u64,
    from: Option<IpAddr>,
}

impl Live {
    pub(super) fn new(bell: Arc<Bell>) -> Arc<Self> {
        let (state, changed) = Default::default();
        Arc::new(Self { state, changed, bell })
    }

    pub(super) fn count(&self) -> usize {
        self.state.lock().cutters.len()
    }

    /// Whether there are `most`; if so, the bell rings when one has ended.
    pub(super) fn is_full(&self, most: usize) -> bool {
        let mut state = self.state.lock();
        state.is_full = state.cutters.len() >= most;
        state.is_full
    }

    /// Counts the request, unless its peer has as many as it may already.
    pub(super) fn enter(
        self: &Arc<Self>,
        request: &impl Request,
        most_of_a_peer: usize,
    ) -> Option<Ticket> {
        let mut state = self.state.lock();
        let from = match request.peer() {
            Peer::Inet(address) => Some(address.ip()),
            Peer::Unix(_) => None,
        };
        if let Some(from) = from {
            let count = state.peers.entry(from).or_default();
            if *count >= most_of_a_peer {
                return None;
            }
            *count += 1;
        }
        state.served += 1;
        let number = state.served;
        state.cutters.insert(number, request.cutter());
        Some(Ticket { live: self.clone(), number, from })
    }

    /// Waits until none is left, or for so long; whether none is.
    pub(super) fn wait(&self, timeout: Duration) -> bool {
        let mut state = self.state.lock();
        let any = |state: &mut State| !state.cutters.is_empty();
        let late = self.changed.wait_while_for(&mut state, any, timeout);
        !late.timed_out() || state.cutters.is_empty()
    }

    /// Ends the connections of all that are left: what waits for a peer goes
    /// on, with an error.
    pub(super) fn cut(&self) {
        let state = self.state.lock();
        state.cutters.values().flatten().for_each(|cut| cut());
    }
}

impl Ticket {
    /// Which request of its server it is, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// From now on the request is cut in this way.
    pub(super) fn cut_by(&self, cut: Box<dyn Fn() + Send>) {
        let mut state = self.live.state.lock();
        state.cutters.insert(self.number, Some(cut));
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.live.state.lock();
        state.cutters.remove(&self.number);
        if let Some(from) = self.from
            && let Some(count) = state.peers.get_mut(&from)
        {
            *count -= 1;
            if *count == 0 {
                state.peers.remove(&from);
            }
        }
        let was_full = std::mem::take(&mut state.is_full);
        drop(state);
        self.live.changed.notify_all();
        if was_full {
            self.live.bell.ring();
        }
    }
}
