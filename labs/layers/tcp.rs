//! The transport layer: from one program to another, whole and in order
//! (RFC 9293).

use std::net::Ipv4Addr;

use super::checksum::checksum;
use super::{ethernet, ipv4};

/// Bytes of a header without options.
pub(super) const HEADER: usize = 20;

/// Bytes of a message that fit into one frame: the maximum segment size.
pub(super) const MOST: usize = ethernet::MOST - ipv4::HEADER - HEADER;

pub(super) const FIN: u8 = 1;
pub(super) const SYN: u8 = 2;
pub(super) const PSH: u8 = 8;
pub(super) const ACK: u8 = 16;

/// The flags that are set, by name.
pub(super) fn names(flags: u8) -> String {
    let all = [(SYN, "SYN"), (FIN, "FIN"), (PSH, "PSH"), (ACK, "ACK")];
    let set = all.into_iter().filter(|(flag, _)| flags & flag != 0);
    set.map(|(_, name)| name).collect::<Vec<_>>().join(" ")
}

/// A segment: part of a stream of bytes.
pub(super) struct Segment<'a> {
    pub(super) from: u16,
    pub(super) to: u16,
    /// The number of its first byte.
    pub(super) seq: u32,
    /// The number of the byte that is expected next.
    pub(super) ack: u32,
    pub(super) flags: u8,
    pub(super) data: &'a [u8],
}

impl<'a> Segment<'a> {
    /// Its bytes between these addresses, which the check sum covers too.
    pub(super) fn bytes(&self, from: Ipv4Addr, to: Ipv4Addr) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend(self.from.to_be_bytes());
        bytes.extend(self.to.to_be_bytes());
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(self.ack.to_be_bytes());
        bytes.extend([0, self.flags]);
        bytes.extend([0xff, 0xff, 0, 0, 0, 0]); // room for 65,535 bytes
        if self.flags & SYN != 0 {
            let [high, low] = (MOST as u16).to_be_bytes();
            bytes.extend([2, 4, high, low]); // how long a segment may be
        }
        bytes[12] = (bytes.len() as u8 / 4) << 4;
        bytes.extend(self.data);
        let sum = checksum(&covered(&bytes, from, to));
        bytes[16..18].copy_from_slice(&sum.to_be_bytes());
        bytes
    }

    /// `None` if it is damaged.
    pub(super) fn parse(
        bytes: &'a [u8],
        from: Ipv4Addr,
        to: Ipv4Addr,
    ) -> Option<Self> {
        if bytes.len() < HEADER || checksum(&covered(bytes, from, to)) != 0 {
            return None;
        }
        let short = |at| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let long = |at| u32::from(short(at)) << 16 | u32::from(short(at + 2));
        Some(Self {
            from: short(0),
            to: short(2),
            seq: long(4),
            ack: long(8),
            flags: bytes[13],
            data: bytes.get(usize::from(bytes[12] >> 4) * 4..)?,
        })
    }
}

/// What the check sum is of: addresses, protocol and length before the
/// segment.
fn covered(segment: &[u8], from: Ipv4Addr, to: Ipv4Addr) -> Vec<u8> {
    let length = (segment.len() as u16).to_be_bytes();
    let mut bytes = [from.octets(), to.octets()].concat();
    bytes.extend([0, ipv4::TCP, length[0], length[1]]);
    bytes.extend(segment);
    bytes
}
