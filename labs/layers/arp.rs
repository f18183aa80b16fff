//! Which card has an address: asked of everybody on the wire (RFC 826).

use std::net::Ipv4Addr;

use super::ethernet::Mac;

/// Somebody, by both of the addresses.
pub(super) type Host = (Mac, Ipv4Addr);

/// `from` asks everybody who has `wanted`.
pub(super) fn who_has(from: Host, wanted: Ipv4Addr) -> Vec<u8> {
    packet(1, from, (Mac([0; 6]), wanted))
}

/// `from` tells `to` that it is it.
pub(super) fn is_at(from: Host, to: Host) -> Vec<u8> {
    packet(2, from, to)
}

fn packet(what: u8, from: Host, to: Host) -> Vec<u8> {
    // Ethernet, 6 bytes; IPv4, 4 bytes.
    let mut packet = vec![0, 1, 8, 0, 6, 4, 0, what];
    for (mac, ip) in [from, to] {
        packet.extend(mac.0);
        packet.extend(ip.octets());
    }
    packet
}
