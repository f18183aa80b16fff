//! The file format that tcpdump, tshark and Wireshark read.

use std::time::SystemTime;

/// A frame and when it was made.
pub(super) type Captured = (SystemTime, Vec<u8>);

/// Bytes of a frame that such a file says it keeps: all of them.
const LONGEST: u32 = 65_535;

/// The data link layer of the frames.
const ETHERNET: u32 = 1;

/// A file of these frames.
pub(super) fn file(frames: &[Captured]) -> Vec<u8> {
    let mut file = Vec::new();
    // Its order of bytes is told from that of the first number.
    file.extend(0xa1b2_c3d4_u32.to_le_bytes());
    file.extend([2, 0, 4, 0]); // version 2.4
    file.extend([0; 8]); // UTC, and no promise of precision
    file.extend(LONGEST.to_le_bytes());
    file.extend(ETHERNET.to_le_bytes());
    for (time, frame) in frames {
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        let since = since.unwrap_or_default();
        let length = frame.len() as u32;
        let seconds = since.as_secs() as u32;
        for number in [seconds, since.subsec_micros(), length, length] {
            file.extend(number.to_le_bytes());
        }
        file.extend(frame);
    }
    file
}
