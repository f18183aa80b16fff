//! Sockets: what travels on a connection, and who waits for it.
//!
//! | module | what is in it |
//! |---|---|
//! | [`frame`] | messages on a stream of bytes: a length, a header, a body |
//! | [`selector`] | waiting for many sockets at once: select, poll, epoll (Unix) |
//!
//! Sockets are real only: an explored program has none.

pub mod frame;
#[cfg(unix)]
pub mod selector;
