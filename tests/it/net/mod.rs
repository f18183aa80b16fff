//! Sockets, black box: nothing here knows how the library does it.
#![cfg(test)] // lets clippy see that all of it is test code

mod frame;
#[cfg(unix)]
mod model;
mod python;
#[cfg(unix)]
mod selector;
#[cfg(unix)]
pub(crate) mod server;
