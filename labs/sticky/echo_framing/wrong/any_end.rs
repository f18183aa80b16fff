//! Refused: fails · an end in the middle is an error
//!
//! Takes every end for a good one.

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
    loop {
        let mut length = [0; 4];
        match peer.read_exact(&mut length) {
            Err(why) if why.kind() == ErrorKind::UnexpectedEof => {
                return Ok(());
            }
            read => read?,
        }
        let length = u32::from_be_bytes(length);
        if length as usize > LIMIT {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut message = vec![0; length as usize];
        peer.read_exact(&mut message)?;
        message.make_ascii_uppercase();
        peer.write_all(&length.to_be_bytes())?;
        peer.write_all(&message)?;
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
