//! Waiting for time alone, where there is no poll(2) and no green socket.

use std::rc::Rc;
use std::time::Duration;

use super::hub::Waiter;

#[derive(Default)]
pub(super) struct Sockets;

impl Sockets {
    pub(super) fn is_empty(&self) -> bool {
        true
    }

    #[expect(clippy::disallowed_methods, reason = "the thread itself is idle")]
    pub(super) fn poll(&self, wait: Option<Duration>) -> Vec<Rc<Waiter>> {
        wait.into_iter().for_each(std::thread::sleep);
        Vec::new()
    }
}
