//! From the frame back to the message; and frames that are not as they should
//! be.

use super::conversation::{Conversation, HELLO};
use super::demo::{hex, layer};
use super::ethernet::{self, Frame};
use super::ipv4::{self, Packet};
use super::tcp::{self, Segment};
use crate::labs::Story;

/// Each layer reads its header, which says who gets the rest.
pub(super) fn up(story: &Story) {
    let frame = Conversation::real(story).hello();
    let packet = layer("Ethernet", || {
        hex(story, &frame[..ethernet::HEADER], 14);
        let Frame { to, kind, data, .. } = Frame::parse(&frame);
        story.say(format!("for the card {to}, type {kind:04x}: IPv4"));
        data
    });
    let packet = layer("IPv4", || {
        let packet = Packet::parse(packet).unwrap();
        hex(story, packet.header, 10);
        let (to, protocol) = (packet.to, packet.header[9]);
        story.say(format!("for {to}, protocol {protocol}: TCP"));
        packet
    });
    let data = layer("TCP", || {
        hex(story, &packet.data[..tcp::HEADER], 10);
        let segment = Segment::parse(packet.data, packet.from, packet.to);
        let segment = segment.unwrap();
        let (port, seq) = (segment.to, segment.seq);
        story.say(format!("for port {port}, byte {seq} and on"));
        segment.data
    });
    layer("program", || {
        hex(story, data, 16);
        match data == HELLO.as_bytes() {
            true => story.right(format!("the program reads {HELLO}")),
            false => story.wrong(format!("the program reads {data:?}")),
        }
    });
}

/// The notes give the type 6 bytes. Where a card looks for one of 2, it then
/// finds the first third of it.
pub(super) fn six(story: &Story) {
    let frame = Conversation::real(story).hello();
    let (addresses, rest) = frame.split_at(12);
    let (kind, data) = rest.split_at(2);
    let frame = [addresses, &[0; 4], kind, data].concat();
    layer("wire", || {
        hex(story, &frame[..18], 18);
        story.say("6 + 6 + 6 bytes of header");
    });
    layer("Ethernet", || {
        let Frame { kind, .. } = Frame::parse(&frame);
        match kind {
            ethernet::IPV4 => story.right("reads type 0800: IPv4"),
            _ => story.wrong(format!(
                "reads type {kind:04x}, which is nobody's: the type has 2 bytes"
            )),
        }
    });
}

/// Who found the damage.
#[derive(Default)]
struct Found {
    ipv4: usize,
    tcp: usize,
    nobody: usize,
}

/// Each bit of the packet is turned round once. The frame's own header and
/// padding are for the card's check sum, which is not seen here.
pub(super) fn damaged(story: &Story) {
    let frame = Conversation::real(story).hello();
    let bytes = ipv4::HEADER + tcp::HEADER + HELLO.len();
    let mut found = Found::default();
    for bit in 0..bytes * 8 {
        let mut frame = frame.clone();
        frame[ethernet::HEADER + bit / 8] ^= 1 << (bit % 8);
        match Packet::parse(Frame::parse(&frame).data) {
            None => found.ipv4 += 1,
            Some(Packet { from, to, data, .. }) => {
                match Segment::parse(data, from, to) {
                    None => found.tcp += 1,
                    Some(_) => found.nobody += 1,
                }
            }
        }
    }
    let Found { ipv4, tcp, nobody } = found;
    let line = format!(
        "{} bits: IPv4 finds {ipv4}, TCP finds {tcp}, nobody {nobody}",
        bytes * 8
    );
    match nobody {
        0 => story.right(line),
        _ => story.wrong(line),
    }
}
