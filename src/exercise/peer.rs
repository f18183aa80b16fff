//! The other end of a connection, as unkind as a network may be.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};

/// A peer that sends its bytes in given pieces and takes what it is sent a
/// few bytes at a time. Every call is interrupted once before it does
/// anything.
///
/// It is read from and written to as a socket is; a read never gives bytes of
/// two pieces. After the last piece it has hung up.
#[derive(Debug)]
pub struct Peer {
    sends: VecDeque<Vec<u8>>,
    /// Bytes that it takes in one call.
    takes: usize,
    heard: Vec<u8>,
    /// Whether the next call is let through.
    ready: bool,
}

impl Peer {
    /// A peer that sends these pieces, and takes so many bytes in one call.
    ///
    /// # Panics
    ///
    /// If it takes none.
    #[must_use]
    pub fn new(pieces: Vec<Vec<u8>>, takes: usize) -> Self {
        assert!(takes > 0, "a peer takes one byte at least");
        let sends = pieces.into_iter().filter(|it| !it.is_empty()).collect();
        Self { sends, takes, heard: Vec::new(), ready: false }
    }

    /// What it was sent.
    #[must_use]
    pub fn heard(&self) -> &[u8] {
        &self.heard
    }

    fn interrupt(&mut self) -> io::Result<()> {
        self.ready = !self.ready;
        match self.ready {
            true => Err(ErrorKind::Interrupted.into()),
            false => Ok(()),
        }
    }
}

impl Read for Peer {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.interrupt()?;
        let Some(piece) = self.sends.front_mut() else { return Ok(0) };
        let given = piece.len().min(into.len());
        into[..given].copy_from_slice(&piece[..given]);
        piece.drain(..given);
        if piece.is_empty() {
            self.sends.pop_front();
        }
        Ok(given)
    }
}

impl Write for Peer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.interrupt()?;
        let taken = bytes.len().min(self.takes);
        self.heard.extend(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every way to cut `bytes` into pieces that are not empty.
///
/// # Panics
///
/// If there are more than 20 bytes: those are a million ways.
pub fn splits(bytes: &[u8]) -> impl Iterator<Item = Vec<Vec<u8>>> {
    assert!(bytes.len() <= 20, "{} bytes are too many to cut", bytes.len());
    let borders = bytes.len().saturating_sub(1);
    (0..1_u32 << borders).map(move |cuts| {
        let mut pieces = vec![Vec::new()];
        for (byte, place) in bytes.iter().zip(0_u32..) {
            if place > 0 && cuts >> (place - 1) & 1 == 1 {
                pieces.push(Vec::new());
            }
            if let Some(piece) = pieces.last_mut() {
                piece.push(*byte);
            }
        }
        pieces
    })
}
