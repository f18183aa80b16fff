//! A server that answers in upper case, over a stream that has no borders.
//!
//! With a kind peer it works. This peer sends a message in pieces, or two at
//! once, takes as little as it likes, promises four gigabytes, and hangs up
//! in the middle.
//!
//! To do: repair `serve`.

use std::io::{self, Read, Write};

/// Bytes of a message, at most.
const LIMIT: usize = 1024;

/// Answers every message of `peer` with the same in upper case, until it
/// hangs up.
///
/// A message is its length, four bytes with the highest first, and then so
/// many bytes. It is an error of kind `InvalidData` if that is more than
/// `LIMIT`, and of kind `UnexpectedEof` if the peer hangs up in the middle.
fn serve<P: Read + Write>(peer: &mut P) -> io::Result<()> {
    loop {
        // TODO: what if not all of it is there yet? What if there is more?
        let mut buffer = [0; 4 + LIMIT];
        let read = peer.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        buffer[4..read].make_ascii_uppercase();
        let _written = peer.write(&buffer[..read])?;
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
