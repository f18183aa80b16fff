//! Sockets, black box: nothing here knows how the library does it.
#![cfg(test)] // lets clippy see that all of it is test code

mod frame;
mod fuzzed;
#[cfg(all(unix, feature = "cli"))]
mod load;
#[cfg(unix)]
mod model;
#[cfg(target_os = "linux")]
pub(crate) mod protocol;
pub(crate) mod python;
#[cfg(unix)]
mod selector;
#[cfg(unix)]
pub(crate) mod server;
#[cfg(target_os = "linux")]
mod trace;
