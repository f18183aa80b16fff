use std::fs;

use workbench::thread;

use super::conversation::{Conversation, HELLO, Who};
use super::ethernet::{self, Frame, Mac};
use super::ipv4::{self, Packet};
use super::tcp::{ACK, FIN, PSH, SYN, Segment, names};
use crate::labs::{Story, named};

/// A layer is a lane of its own in the picture.
pub(super) fn layer<T: Send>(name: &str, work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let layer = named(name).spawn_scoped(scope, work).unwrap();
        layer.join().unwrap()
    })
}

/// So many bytes a line.
pub(super) fn hex(story: &Story, bytes: &[u8], columns: usize) {
    for line in bytes.chunks(columns) {
        let line: Vec<_> = line.iter().map(|it| format!("{it:02x}")).collect();
        story.say(line.join(" "));
    }
}

/// Each layer takes what the one above gave it for mere bytes, and writes
/// before them what its other end needs.
pub(super) fn down(story: &Story) {
    let Conversation { client, server, .. } = Conversation::real(story);
    let (from, to) = (client.address, server.address);
    let message = layer("program", || {
        story.say(format!("says {HELLO}: {} bytes", HELLO.len()));
        HELLO.as_bytes()
    });
    let segment = layer("TCP", || {
        let (from, to) = (from.port(), to.port());
        story.say(format!("+ 20: from port {from} to port {to}"));
        let (seq, ack, flags) = (1, 1, PSH | ACK);
        Segment { from, to, seq, ack, flags, data: message }
            .bytes(*client.address.ip(), *server.address.ip())
    });
    let packet = layer("IPv4", || {
        let (from, to) = (*from.ip(), *to.ip());
        story.say(format!("+ 20: from {from} to {to}"));
        ipv4::packet(from, to, 1, &segment)
    });
    let frame = layer("Ethernet", || {
        let (from, to) = (client.mac, server.mac);
        story.say(format!("+ 14: from {from} to {to}"));
        let padding = ethernet::LEAST.saturating_sub(packet.len());
        story.say(format!("+ {padding}: padding, to 46 bytes of data"));
        ethernet::frame(to, from, ethernet::IPV4, &packet)
    });
    layer("wire", || hex(story, &frame, 16));
    story.say("the IP addresses and ports are real, and so was the hello");
    story.say("the rest is built here: loopback has no Ethernet");
    let (small, large) = (HELLO.len(), frame.len());
    story.right(format!("{small} bytes of message, {large} in the frame"));
}

/// A frame has 46 to 1500 bytes of data: less is padded, a message of more is
/// cut into segments, each with all its headers.
pub(super) fn sizes(story: &Story) {
    let mut talk = Conversation::real(story);
    for size in [2, 6, 1460, 1461, 3000] {
        talk.say(Who::Client, &vec![b'x'; size]);
        let frames = talk.frames.drain(..).map(|(_, frame)| frame);
        let (lengths, carried): (Vec<_>, Vec<_>) =
            frames.map(|frame| (frame.len(), carried(&frame))).unzip();
        let all: Vec<_> = lengths.iter().map(usize::to_string).collect();
        let line = format!("{size} bytes: frames of {}", all.join(" + "));
        let least = ethernet::HEADER + ethernet::LEAST;
        let most = ethernet::HEADER + ethernet::MOST;
        let fit = lengths.iter().all(|it| (least..=most).contains(it));
        match fit && carried.iter().sum::<usize>() == size {
            true => story.right(line),
            false => story.wrong(line),
        }
    }
}

/// Bytes of a message in a frame.
fn carried(frame: &[u8]) -> usize {
    let packet = Packet::parse(Frame::parse(frame).data).unwrap();
    let (from, to) = (packet.from, packet.to);
    Segment::parse(packet.data, from, to).unwrap().data.len()
}

/// An IP address says which machine, and a frame goes to a card. Everybody on
/// the wire is asked, and one answers.
pub(super) fn arp(story: &Story) {
    let mut talk = Conversation::real(story);
    talk.find();
    let (client, server) = (talk.client.address, talk.server.address);
    let [(_, question), (_, answer)] = &talk.frames[..] else {
        return story.wrong("no question, or no answer");
    };
    let data = ethernet::HEADER..ethernet::HEADER + 28;
    layer("client", || {
        let to = Frame::parse(question).to;
        story.say(format!("to {to}, which is everybody"));
        story.say(format!("who has {}? tell {}", server.ip(), client.ip()));
        hex(story, &question[data.clone()], 14);
    });
    let is_at = Mac(answer[22..28].try_into().unwrap());
    layer("server", || {
        story.say(format!("to {}", Frame::parse(answer).to));
        story.say(format!("{} is at {is_at}", server.ip()));
        hex(story, &answer[data.clone()], 14);
    });
    match is_at == talk.server.mac {
        true => story.right(format!("frames for the server go to {is_at}")),
        false => story.wrong(format!("frames go astray, to {is_at}")),
    }
}

/// The address is found, the line opened; the words go there and back; each
/// side closes its half. With a file name, tshark can read it.
pub(super) fn whole(story: &Story) {
    let mut talk = Conversation::real(story);
    talk.find();
    talk.segment(Who::Client, SYN, b"");
    talk.segment(Who::Server, SYN | ACK, b"");
    talk.segment(Who::Client, ACK, b"");
    talk.say(Who::Client, HELLO.as_bytes());
    talk.say(Who::Server, HELLO.to_uppercase().as_bytes());
    talk.segment(Who::Client, FIN | ACK, b"");
    talk.segment(Who::Server, FIN | ACK, b"");
    talk.segment(Who::Client, ACK, b"");
    for (_, frame) in &talk.frames {
        let way = match Frame::parse(frame).from == talk.client.mac {
            true => "client > server",
            false => "client < server",
        };
        story.say(format!("{way}  {}", summary(frame)));
    }
    let count = talk.frames.len();
    story.right(format!("{count} frames, for five bytes there and back"));
    for name in &story.words {
        match fs::write(name, super::pcap::file(&talk.frames)) {
            Ok(()) => story.right(format!("{name} has them: tshark -r {name}")),
            Err(why) => story.wrong(format!("{name}: {why}")),
        }
    }
}

/// One frame in one line.
fn summary(frame: &[u8]) -> String {
    let length = frame.len();
    let Frame { kind, data, .. } = Frame::parse(frame);
    let what = match kind {
        ethernet::ARP if data[7] == 1 => "ARP who has".to_owned(),
        ethernet::ARP => "ARP is at".to_owned(),
        _ => {
            let packet = Packet::parse(data).unwrap();
            let (from, to) = (packet.from, packet.to);
            let segment = Segment::parse(packet.data, from, to).unwrap();
            let words = String::from_utf8_lossy(segment.data);
            format!("TCP {} {words}", names(segment.flags))
        }
    };
    format!("{length} bytes: {}", what.trim_end())
}
