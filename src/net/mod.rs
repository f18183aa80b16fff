//! Sockets: what travels on a connection, and who waits for it.
//!
//! | module | what is in it |
//! |---|---|
//! | [`frame`] | messages on a stream of bytes: a length, a header, a body |
//!
//! Sockets are real only: an explored program has none.

pub mod frame;
