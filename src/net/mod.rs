//! Sockets: what travels on a connection, who waits for it, who serves it.
//!
//! | module | what is in it |
//! |---|---|
//! | [`frame`] | messages on a stream of bytes: a length, a header, a body |
//! | [`selector`] | waiting for many sockets at once: select, poll, epoll (Unix) |
//! | [`server`] | accept, serve, stop: iterative, with threads, a pool or processes (Unix) |
//! | [`model`] | one server in seven ways: blocking, non-blocking, select, poll, epoll, signals, io_uring (Unix) |
//! | [`protocol`] | what is spoken: echo, command, file; and the handlers that serve it |
//! | [`client`] | the other side of each |
//! | [`load`] | many clients at once, and how long they wait for answers (Unix, feature `cli`) |
//!
//! Beside these, std's sockets again ([`TcpStream`] and its like), whose reads
//! and writes a trace shows.
//!
//! Sockets are real only: an explored program has none.

pub mod client;
mod deadline;
#[cfg(unix)]
mod exhausted;
pub mod frame;
#[cfg(unix)]
mod lane;
#[cfg(all(unix, feature = "cli"))]
pub mod load;
#[cfg(unix)]
pub mod model;
pub mod protocol;
#[cfg(unix)]
pub mod selector;
#[cfg(unix)]
pub mod server;
mod socket;
#[cfg(unix)]
mod stop;

pub use socket::{TcpListener, TcpStream, UdpSocket};
#[cfg(unix)]
pub use socket::{UnixListener, UnixStream};

/// Says that a program is explored that should not be.
///
/// # Panics
///
/// If one is.
fn real_only(what: &str) {
    assert!(
        !crate::model::running(),
        "sockets are real only: a program that {what} cannot be explored"
    );
}
