//! Sockets.
#![cfg(test)] // lets clippy see that all of it is test code

pub(crate) mod server;
