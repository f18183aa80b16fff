//! What goes wrong with a caller is told, and the server goes on.

use std::io;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use workbench::net::server::{Fault, Handler, Peer};

use crate::output;

/// How long the same words are not said again: a server without descriptors
/// would say them ten times a second.
const SILENCE: Duration = Duration::from_secs(10);

/// A handler whose faults are told on standard error. Those of this command
/// have no other hooks.
pub(super) struct Told<H> {
    handler: H,
    last: Mutex<Option<(String, Instant)>>,
}

impl<H> Told<H> {
    pub(super) fn new(handler: H) -> Self {
        Self { handler, last: Mutex::new(None) }
    }

    fn tell(&self, words: String) {
        let mut last = self.last.lock();
        let is_new = last
            .as_ref()
            .is_none_or(|(said, at)| *said != words || at.elapsed() >= SILENCE);
        if is_new {
            output::warn(&words);
            *last = Some((words, Instant::now()));
        }
    }
}

impl<R, H: Handler<R>> Handler<R> for Told<H> {
    fn handle(&self, request: &mut R) -> io::Result<()> {
        self.handler.handle(request)
    }

    fn handle_error(&self, peer: Option<&Peer>, fault: &Fault) {
        match (peer, fault) {
            // That process has told itself.
            (_, Fault::Exited(1)) => {}
            (Some(peer), Fault::Failed(why)) => {
                self.tell(format!("{peer}: {why}"));
            }
            (Some(peer), fault) => self.tell(format!("{peer}: {fault}")),
            (None, fault) => self.tell(fault.to_string()),
        }
    }
}
