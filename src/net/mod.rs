//! Servers and clients on sockets.
//!
//! | module | what |
//! |---|---|
//! | [`server`] | accept, serve, stop: iterative, with threads, a pool or processes |
//!
//! Sockets are real only: inside an explored program they panic.

#[cfg(unix)]
pub mod server;
