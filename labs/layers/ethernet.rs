//! The data link layer: from one network card to the next.

use std::fmt;

/// Bytes of a header: 6 + 6 + 2.
pub(super) const HEADER: usize = 14;

/// Bytes of data that a frame has at least: less is padded.
pub(super) const LEAST: usize = 46;

/// And at most: the MTU.
pub(super) const MOST: usize = 1500;

/// What the data is.
pub(super) const IPV4: u16 = 0x0800;
pub(super) const ARP: u16 = 0x0806;

/// The address of a network card.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Mac(pub(super) [u8; 6]);

impl Mac {
    /// Everybody on the same wire.
    pub(super) const ALL: Self = Self([0xff; 6]);
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

/// A frame as a card is given it. (The card sends a preamble before it and
/// four bytes of check sum behind.)
pub(super) fn frame(to: Mac, from: Mac, kind: u16, data: &[u8]) -> Vec<u8> {
    assert!(data.len() <= MOST, "{} bytes in one frame", data.len());
    let mut frame = [to.0, from.0].concat();
    frame.extend(kind.to_be_bytes());
    frame.extend(data);
    frame.resize(frame.len().max(HEADER + LEAST), 0);
    frame
}

/// A frame as a card reads it.
pub(super) struct Frame<'a> {
    pub(super) to: Mac,
    pub(super) from: Mac,
    pub(super) kind: u16,
    /// With the padding: who sent it knows how long it is.
    pub(super) data: &'a [u8],
}

impl<'a> Frame<'a> {
    pub(super) fn parse(frame: &'a [u8]) -> Self {
        let (header, data) = frame.split_at(HEADER);
        let mac = |at: usize| Mac(header[at..at + 6].try_into().unwrap());
        let kind = u16::from_be_bytes([header[12], header[13]]);
        Self { to: mac(0), from: mac(6), kind, data }
    }
}
