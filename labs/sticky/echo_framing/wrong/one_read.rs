//! Refused: fails · messages arrive in any pieces
//!
//! Goes on when it is interrupted, and takes a read for a message.

use std::io::{self, ErrorKind, Read, Write};

/// Bytes of a message, at most.
const LIMIT: usize = 1024;

/// Answers every message of `peer` with the same in upper case, until it
/// hangs up.
///
/// A message is its length, four bytes with the highest first, and then so
/// many bytes. It is an error of kind `InvalidData` if that is more than
/// `LIMIT`, and of kind `UnexpectedEof` if the peer hangs up in the middle.
fn serve<P: Read + Write>(peer: &mut P) -> io::Result<()> {
    let mut buffer = [0; 4 + LIMIT];
    loop {
        let read = match peer.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(why) if why.kind() == ErrorKind::Interrupted => continue,
            Err(why) => return Err(why),
        };
        buffer[4..read].make_ascii_uppercase();
        peer.write_all(&buffer[..read])?;
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
