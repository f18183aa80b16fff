//! One request, from `setup` to its end.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::handler::{Fault, Handler};
use super::live::Ticket;
use super::transport::{Peer, Request};
use crate::net::lane::Lane;
use crate::process::Child;
use crate::trace::{self, State};

/// A request that waits for somebody to serve it.
pub(super) struct Work<R, H> {
    pub(super) request: R,
    pub(super) ticket: Ticket,
    pub(super) handler: Arc<H>,
}

impl<R: Request, H: Handler<R>> Work<R, H> {
    /// Serves it, on the calling thread; a trace shows it in this lane.
    pub(super) fn serve(self, mut lane: Lane) {
        let Self { mut request, ticket, handler } = self;
        let inside = lane.enter();
        serve(&*handler, &mut request);
        request.close();
        drop(inside);
        drop(lane);
        drop(ticket);
    }

    /// What it is called: `connection-1`.
    pub(super) fn name(&self) -> String {
        format!("{}-{}", R::NAME, self.ticket.number())
    }

    /// A lane for it, where no thread or process of its own serves it.
    pub(super) fn lane(&self) -> Lane {
        Lane::open(|| self.name(), State::Ready)
    }
}

/// Serves a request that a server has handed to this process: what the entry
/// of a server's [processes](super::Mode::processes) does. Returns its exit
/// code, 1 if anything went wrong.
///
/// # Panics
///
/// If the process was started by anybody else.
pub fn serve_in_child<R: Request>(
    child: &Child,
    handler: &impl Handler<R>,
) -> u8 {
    let socket = child.socket();
    let rest = child.reader().recv();
    let rest = rest.ok().flatten().expect("the server sends the rest");
    let request = R::unpack(socket, rest);
    let mut request = request.expect("the server has sent a request");
    let is_good = serve(handler, &mut request);
    request.close();
    u8::from(!is_good)
}

/// Whether all went well.
fn serve<R: Request>(handler: &impl Handler<R>, request: &mut R) -> bool {
    let peer = request.peer().clone();
    let handled = caught(|| {
        handler.setup(request)?;
        handler.handle(request)
    });
    let finished = caught(|| handler.finish(request));
    let faults = [handled, finished].into_iter().filter_map(Result::err);
    let faults = faults.inspect(|fault| tell(handler, Some(&peer), fault));
    faults.count() == 0
}

/// Tells the handler of a fault; one that panics because of that has been
/// told.
pub(super) fn tell<R>(
    handler: &impl Handler<R>,
    peer: Option<&Peer>,
    fault: &Fault,
) {
    let _ = caught(|| {
        handler.handle_error(peer, fault);
        Ok(())
    });
}

/// What comes of `f`, also if it panics.
pub(super) fn caught<T>(f: impl FnOnce() -> io::Result<T>) -> Result<T, Fault> {
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(result) => result.map_err(Fault::Failed),
        Err(panic) => {
            Err(Fault::Panicked(trace::panic_message(&*panic).to_owned()))
        }
    }
}
