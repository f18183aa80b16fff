//! Refused: fails · a peer may take one byte at a time
//!
//! Reads as it should, and writes as if all were always taken.

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
        if !begins(peer, &mut length[..1])? {
            return Ok(());
        }
        peer.read_exact(&mut length[1..])?;
        let length = u32::from_be_bytes(length);
        if length as usize > LIMIT {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut message = vec![0; length as usize];
        peer.read_exact(&mut message)?;
        message.make_ascii_uppercase();
        let answer = [&length.to_be_bytes()[..], &message].concat();
        while let Err(why) = peer.write(&answer) {
            if why.kind() != ErrorKind::Interrupted {
                return Err(why);
            }
        }
    }
}

/// Reads the first byte of a message; false if there is none.
fn begins(peer: &mut impl Read, byte: &mut [u8]) -> io::Result<bool> {
    loop {
        match peer.read(byte) {
            Ok(read) => return Ok(read > 0),
            Err(why) if why.kind() == ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
