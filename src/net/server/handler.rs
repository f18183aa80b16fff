//! What a server does with its requests.

use std::fmt;
use std::io;

use super::transport::Peer;

/// What a server does with a request: with what it has accepted from a peer.
///
/// One handler serves all requests, several at once unless the mode is
/// iterative: what belongs to one of them is local to `handle`.
pub trait Handler<R>: Send + Sync + 'static {
    /// Whether the request is to be served; it is closed if not.
    fn verify_request(&self, request: &R) -> bool {
        let _ = request;
        true
    }

    /// Comes before `handle`. If it fails, `handle` is not called.
    ///
    /// # Errors
    ///
    /// Whatever goes wrong; it is passed to `handle_error`.
    fn setup(&self, request: &mut R) -> io::Result<()> {
        let _ = request;
        Ok(())
    }

    /// Serves the request.
    ///
    /// # Errors
    ///
    /// Whatever goes wrong; it is passed to `handle_error`.
    fn handle(&self, request: &mut R) -> io::Result<()>;

    /// Comes last, whatever came before: also after a panic.
    ///
    /// # Errors
    ///
    /// Whatever goes wrong; it is passed to `handle_error`.
    fn finish(&self, request: &mut R) -> io::Result<()> {
        let _ = request;
        Ok(())
    }

    /// Is told what went wrong with the request of a peer, or, where there is
    /// none, while the server waited for one. The server goes on.
    fn handle_error(&self, peer: Option<&Peer>, fault: &Fault) {
        let _ = (peer, fault);
    }

    /// Comes when [`Server::handle_request`](super::Server::handle_request)
    /// has waited in vain.
    fn handle_timeout(&self) {}

    /// Comes whenever the server has looked for requests, and every
    /// [`Server::poll_interval`](super::Server::poll_interval).
    fn service_actions(&self) {}
}

/// What went wrong, in a server that goes on.
#[derive(Debug)]
#[non_exhaustive]
pub enum Fault {
    /// `setup`, `handle` or `finish` returned this.
    Failed(io::Error),
    /// One of them panicked.
    Panicked(String),
    /// The system has no descriptor or memory for another connection.
    Accept(io::Error),
    /// The system has no thread or process to serve it with.
    Start(io::Error),
    /// The process that served it ended with this exit code; negative: with
    /// this signal.
    Exited(i32),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(why) => write!(f, "the handler failed: {why}"),
            Self::Panicked(why) => write!(f, "the handler panicked: {why}"),
            Self::Accept(why) => write!(f, "no connection was accepted: {why}"),
            Self::Start(why) => write!(f, "nobody is there to serve: {why}"),
            Self::Exited(code) => {
                write!(f, "its process ended with exit code {code}")
            }
        }
    }
}

impl std::error::Error for Fault {}
