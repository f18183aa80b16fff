//! Black-box tests: what the library's face promises, and nothing behind it.

#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod thread;
mod trace;
