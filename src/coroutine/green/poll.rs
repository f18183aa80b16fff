//! Waiting for sockets and for time in one call: poll(2).
//!
//! Not epoll: poll is on every Unix, and nothing stays registered when a
//! socket is closed. It looks at every socket that somebody waits for, each
//! time: fine for hundreds, wrong for ten thousand idle connections.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::os::fd::AsFd;
use std::rc::Rc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::hub::{Hub, Waiter};

/// The sockets that somebody waits for.
#[derive(Default)]
pub(super) struct Sockets {
    interests: RefCell<BTreeMap<u64, Interest>>,
    last: Cell<u64>,
}

/// Who waits for which socket to become what.
struct Interest {
    socket: Rc<dyn AsFd>,
    flags: PollFlags,
    waiter: Rc<Waiter>,
}

/// An interest that ends when this is dropped.
pub(super) struct Interested {
    hub: Rc<Hub>,
    number: u64,
}

impl Sockets {
    pub(super) fn is_empty(&self) -> bool {
        self.interests.borrow().is_empty()
    }

    /// Waits until one of the sockets is ready, at most for `wait`, for ever
    /// if there is none. Returns whom to wake.
    pub(super) fn poll(&self, wait: Option<Duration>) -> Vec<Rc<Waiter>> {
        let interests = self.interests.borrow();
        if interests.is_empty() && wait == Some(Duration::ZERO) {
            return Vec::new();
        }
        let mut fds: Vec<PollFd<'_>> = interests
            .values()
            .map(|it| PollFd::from_borrowed_fd(it.socket.as_fd(), it.flags))
            .collect();
        // A time too long for the system to count is for ever.
        let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
        // An error is an interruption by a signal, or a lack of memory: the
        // loop comes back here in either case.
        let _ = poll(&mut fds, wait.as_ref());
        fds.iter()
            .zip(interests.values())
            .filter(|(fd, _)| !fd.revents().is_empty())
            .map(|(_, it)| it.waiter.clone())
            .collect()
    }
}

impl Interested {
    /// From now on `waiter` is woken when `socket` is as `flags` says.
    pub(super) fn new(
        hub: Rc<Hub>,
        socket: Rc<dyn AsFd>,
        flags: PollFlags,
        waiter: Rc<Waiter>,
    ) -> Self {
        let sockets = hub.sockets();
        let number = sockets.last.get() + 1;
        sockets.last.set(number);
        let interest = Interest { socket, flags, waiter };
        sockets.interests.borrow_mut().insert(number, interest);
        Self { hub, number }
    }
}

impl Drop for Interested {
    fn drop(&mut self) {
        let sockets = self.hub.sockets();
        sockets.interests.borrow_mut().remove(&self.number);
    }
}
