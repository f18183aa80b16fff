//! The client of an echo.

use std::io::{self, Read, Write};
use std::net::ToSocketAddrs;

use super::line::Line;
use crate::net::protocol::Patience;

/// Bytes that are sent before what they come back as is read: more, and both
/// sides may write and neither read.
const CHUNK: usize = 16 << 10;

/// Says words to a server, which says them back in upper case.
#[derive(Debug)]
pub struct Echo(Line);

impl Echo {
    /// Connects over TCP.
    ///
    /// # Errors
    ///
    /// If nobody listens there.
    ///
    /// # Panics
    ///
    /// In an explored program.
    pub fn connect(address: impl ToSocketAddrs) -> io::Result<Self> {
        Line::tcp(address).map(Self)
    }

    /// Connects to a path.
    ///
    /// # Errors
    ///
    /// If nobody listens there.
    ///
    /// # Panics
    ///
    /// In an explored program.
    #[cfg(unix)]
    pub fn unix(path: impl AsRef<std::path::Path>) -> io::Result<Self> {
        Line::unix(path.as_ref()).map(Self)
    }

    /// How long it waits for an answer; five minutes unless it is said.
    #[must_use]
    pub fn patience(mut self, patience: Patience) -> Self {
        self.0.patience = patience;
        self
    }

    /// What comes back: as many bytes as were sent.
    ///
    /// # Errors
    ///
    /// If the server hangs up or is late, after which nothing is known of
    /// what comes next.
    pub fn ask(&mut self, words: &[u8]) -> io::Result<Vec<u8>> {
        let mut answer = vec![0; words.len()];
        for (words, answer) in words.chunks(CHUNK).zip(answer.chunks_mut(CHUNK))
        {
            self.0.begin(words.len() as u64);
            self.0.write_all(words)?;
            self.0.read_exact(answer).map_err(|why| match why.kind() {
                io::ErrorKind::UnexpectedEof => self.0.hung_up(),
                _ => why,
            })?;
        }
        Ok(answer)
    }
}
