//! Sockets: what travels on a connection, who waits for it, who serves it.
//!
//! | module | what is in it |
//! |---|---|
//! | [`frame`] | messages on a stream of bytes: a length, a header, a body |
//! | [`server`] | accept, serve, stop: iterative, with threads, a pool or processes |
//!
//! Sockets are real only: an explored program has none.

pub mod frame;
#[cfg(unix)]
pub mod server;
