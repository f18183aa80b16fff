//! Files: put, get, ls.

#[cfg(target_os = "linux")]
mod aside;
pub(in crate::net) mod checksum;
#[cfg(target_os = "linux")]
mod exchange;
#[cfg(target_os = "linux")]
mod handler;
#[cfg(target_os = "linux")]
mod listing;
pub(in crate::net) mod message;
#[cfg(target_os = "linux")]
mod name;
#[cfg(target_os = "linux")]
mod root;
#[cfg(target_os = "linux")]
mod upload;

#[cfg(target_os = "linux")]
pub use handler::Files;

/// Bytes of a file that are read, sent or written at once: with fewer, the
/// calls cost more than the copying.
pub(in crate::net) const CHUNK: usize = 256 << 10;

/// Bytes of a listing, at most.
pub(in crate::net) const MAX_LISTING: usize = 16 << 20;
