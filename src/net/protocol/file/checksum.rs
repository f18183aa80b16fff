//! Whether a file has arrived as it was sent.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

use super::CHUNK;

/// The SHA-256 of what it has been given.
#[derive(Clone, Default)]
pub(in crate::net) struct Checksum(Sha256);

impl Checksum {
    pub(in crate::net) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Takes the next `count` bytes of `from`, which has to have them.
    pub(in crate::net) fn read(
        &mut self,
        from: &mut impl Read,
        count: u64,
    ) -> io::Result<()> {
        let mut from = from.take(count);
        let mut chunk = vec![0; CHUNK];
        while from.limit() > 0 {
            match from.read(&mut chunk)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                came => self.update(&chunk[..came]),
            }
        }
        Ok(())
    }

    /// In hexadecimal digits.
    pub(in crate::net) fn hex(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
