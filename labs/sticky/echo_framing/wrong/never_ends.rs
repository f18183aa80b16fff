//! Refused: hangs · one message is answered in upper case
//!
//! Waits for bytes of somebody who has hung up.

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
        fill(peer, &mut length)?;
        let length = u32::from_be_bytes(length);
        if length as usize > LIMIT {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut message = vec![0; length as usize];
        fill(peer, &mut message)?;
        message.make_ascii_uppercase();
        peer.write_all(&length.to_be_bytes())?;
        peer.write_all(&message)?;
    }
}

/// Reads until `room` is full.
fn fill(peer: &mut impl Read, room: &mut [u8]) -> io::Result<()> {
    let mut full = 0;
    while full < room.len() {
        match peer.read(&mut room[full..]) {
            Ok(read) => full += read,
            Err(why) if why.kind() == ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
