//! Sockets: what travels on a connection, who waits for it, who serves it.
//!
//! | module | what is in it |
//! |---|---|
//! | [`frame`] | messages on a stream of bytes: a length, a header, a body |
//! | [`server`] | accept, serve, stop: iterative, with threads, a pool or processes |
//! | [`protocol`] | what is spoken: echo, command, file; and the handlers that serve it |
//! | [`client`] | the other side of each |
//!
//! Sockets are real only: an explored program has none.

pub mod client;
mod deadline;
pub mod frame;
pub mod protocol;
#[cfg(unix)]
pub mod server;
