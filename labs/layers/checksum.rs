//! The Internet's check sum (RFC 1071): 16-bit words added, carries and all,
//! and turned round.

/// The check sum of these bytes; 0 if they contain their own, and are whole.
pub(super) fn checksum(bytes: &[u8]) -> u16 {
    let words = bytes.chunks(2).map(|pair| {
        u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0))
    });
    let mut sum: u32 = words.sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}
