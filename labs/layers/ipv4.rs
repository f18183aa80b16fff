//! The network layer: from one machine to any other (RFC 791).

use std::net::Ipv4Addr;

use super::checksum::checksum;

/// Bytes of a header without options.
pub(super) const HEADER: usize = 20;

/// What the data is.
pub(super) const TCP: u8 = 6;

/// A packet that nobody on the way may cut up.
pub(super) fn packet(
    from: Ipv4Addr,
    to: Ipv4Addr,
    id: u16,
    data: &[u8],
) -> Vec<u8> {
    let length = (HEADER + data.len()) as u16;
    let mut packet = vec![0x45, 0]; // version 4, five words of header
    packet.extend(length.to_be_bytes());
    packet.extend(id.to_be_bytes());
    packet.extend([0x40, 0, 64, TCP, 0, 0]); // do not cut; 64 hops
    packet.extend(from.octets());
    packet.extend(to.octets());
    let sum = checksum(&packet);
    packet[10..12].copy_from_slice(&sum.to_be_bytes());
    packet.extend(data);
    packet
}

/// A packet as a machine reads it.
pub(super) struct Packet<'a> {
    pub(super) header: &'a [u8],
    pub(super) from: Ipv4Addr,
    pub(super) to: Ipv4Addr,
    /// As long as the header says: without the frame's padding.
    pub(super) data: &'a [u8],
}

impl<'a> Packet<'a> {
    /// `None` if the header is damaged.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (header, data) = bytes.split_at_checked(HEADER)?;
        if checksum(header) != 0 {
            return None;
        }
        let ip = |at: usize| {
            let bytes: [u8; 4] = header[at..at + 4].try_into().unwrap();
            Ipv4Addr::from(bytes)
        };
        let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
        let data = data.get(..length.checked_sub(HEADER)?)?;
        Some(Self { header, from: ip(12), to: ip(16), data })
    }
}
