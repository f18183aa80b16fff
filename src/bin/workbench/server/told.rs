//! What goes wrong with a caller is told, and the server goes on.

use std::io;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use workbench::net::server::{Fault, Handler, Peer};

use crate::output;

/// How long the same words are not said again: a server without descriptors
/// would say them ten times a second.
const SILENCE: Duration = Duration::from_secs(10);

/// Says what goes wrong on standard error, and nothing twice in a row.
#[derive(Default)]
pub(super) struct Teller {
    last: Mutex<Option<(String, Instant)>>,
}

impl Teller {
    pub(super) fn tell(&self, words: String) {
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

/// A handler whose faults are told. Those of this command have no other
/// hooks.
pub(super) struct Told<H> {
    handler: H,
    teller: Teller,
}

impl<H> Told<H> {
    pub(super) fn new(handler: H) -> Self {
        Self { handler, teller: Teller::default() }
    }
}

impl<R, H: Handler<R>> Handler<R> for Told<H> {
    fn handle(&self, request: &mut R) -> io::Result<()> {
        self.handler.handle(request)
    }

    fn handle_error(&self, peer: Option<&Peer>, fault: &Fault) {
        let words = match (peer, fault) {
            // That process has told itself.
            (_, Fault::Exited(1)) => return,
            (Some(peer), Fault::Failed(why)) => format!("{peer}: {why}"),
            (Some(peer), fault) => format!("{peer}: {fault}"),
            (None, fault) => fault.to_string(),
        };
        self.teller.tell(words);
    }
}
