//! Sockets: what travels on a connection, who waits for it, who serves it.
//!
//! | module | what is in it |
//! |---|---|
//! | [`frame`] | messages on a stream of bytes: a length, a header, a body |
//! | [`selector`] | waiting for many sockets at once: select, poll, epoll (Unix) |
//! | [`server`] | accept, serve, stop: iterative, with threads, a pool or processes (Unix) |
//! | [`model`] | one server in seven ways: blocking, non-blocking, select, poll, epoll, signals, io_uring (Unix) |
//!
//! Sockets are real only: an explored program has none.

#[cfg(unix)]
mod exhausted;
pub mod frame;
#[cfg(unix)]
pub mod model;
#[cfg(unix)]
pub mod selector;
#[cfg(unix)]
pub mod server;
#[cfg(unix)]
mod stop;
