//! Frames as they would go over a wire between the two ends of a connection.
//!
//! The addresses and ports are those of a connection over which the same
//! words were said. The rest is built here: loopback has no cards, no ARP and
//! no Ethernet.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::time::SystemTime;

use workbench::net::{TcpListener, TcpStream};

use super::ethernet::Mac;
use super::pcap::Captured;
use super::tcp::{self, Segment};
use super::{arp, ethernet, ipv4};
use crate::labs::{Story, named};

pub(super) const HELLO: &str = "hello";

/// One end: its card, its address and port, and what it sends next.
pub(super) struct Side {
    pub(super) mac: Mac,
    pub(super) address: SocketAddrV4,
    seq: u32,
    id: u16,
}

/// Who sends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Client,
    Server,
}

/// What was sent between two, so far.
pub(super) struct Conversation {
    pub(super) client: Side,
    pub(super) server: Side,
    pub(super) frames: Vec<Captured>,
}

impl Conversation {
    /// Says hello to an echo over a real connection, and begins where its
    /// addresses are known.
    pub(super) fn real(story: &Story) -> Self {
        let (client, server) = echo();
        let mut dice = story.dice(0);
        // 02: chosen here, and not by a maker of cards.
        let mut side = |card, address| Side {
            mac: Mac([2, 0, 0, 0, 0, card]),
            address,
            seq: dice.u32(..),
            id: dice.u16(..),
        };
        let (client, server) = (side(0xc, client), side(0x5, server));
        Self { client, server, frames: Vec::new() }
    }

    /// The question who has the server's address, and its answer.
    pub(super) fn find(&mut self) {
        let host = |side: &Side| (side.mac, *side.address.ip());
        let (client, server) = (host(&self.client), host(&self.server));
        let question = arp::who_has(client, server.1);
        let answer = arp::is_at(server, client);
        let frames = [
            ethernet::frame(Mac::ALL, client.0, ethernet::ARP, &question),
            ethernet::frame(client.0, server.0, ethernet::ARP, &answer),
        ];
        self.frames.extend(frames.map(|it| (SystemTime::now(), it)));
    }

    /// Sends a message, in as many segments as it takes.
    pub(super) fn say(&mut self, who: Who, message: &[u8]) {
        for data in message.chunks(tcp::MOST) {
            self.segment(who, tcp::PSH | tcp::ACK, data);
        }
    }

    /// Sends one segment: with so much of a message, or with flags alone.
    pub(super) fn segment(&mut self, who: Who, flags: u8, data: &[u8]) {
        let (from, to) = match who {
            Who::Client => (&mut self.client, &self.server),
            Who::Server => (&mut self.server, &self.client),
        };
        let ack = if flags & tcp::ACK == 0 { 0 } else { to.seq };
        let (port, seq) = (from.address.port(), from.seq);
        let to_port = to.address.port();
        let segment =
            Segment { from: port, to: to_port, seq, ack, flags, data };
        let (here, there) = (*from.address.ip(), *to.address.ip());
        let segment = segment.bytes(here, there);
        let packet = ipv4::packet(here, there, from.id, &segment);
        let frame = ethernet::frame(to.mac, from.mac, ethernet::IPV4, &packet);
        // A beginning and an end are numbered as if they were bytes.
        let counted = u32::from(flags & (tcp::SYN | tcp::FIN) != 0);
        from.seq = seq.wrapping_add(data.len() as u32 + counted);
        from.id = from.id.wrapping_add(1);
        self.frames.push((SystemTime::now(), frame));
    }

    /// The frame of a hello, on a line that is open.
    pub(super) fn hello(mut self) -> Vec<u8> {
        self.say(Who::Client, HELLO.as_bytes());
        self.frames.remove(0).1
    }
}

/// Says hello to an echo on this machine; the addresses of both.
fn echo() -> (SocketAddrV4, SocketAddrV4) {
    // An address of its own, where loopback has more than one.
    let phone = TcpListener::bind((Ipv4Addr::new(127, 0, 0, 2), 0))
        .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .unwrap()
        .named("a call");
    let server = phone.local_addr().unwrap();
    let answering = named("echo").spawn(move || {
        let (line, _) = phone.accept().unwrap();
        let mut line = line.named("the client");
        let mut words = [0; HELLO.len()];
        line.read_exact(&mut words).unwrap();
        line.write_all(&words.to_ascii_uppercase()).unwrap();
    });
    let mut line = TcpStream::connect(server).unwrap().named("the server");
    line.write_all(HELLO.as_bytes()).unwrap();
    let mut answer = [0; HELLO.len()];
    line.read_exact(&mut answer).unwrap();
    assert_eq!(answer, *b"HELLO");
    answering.unwrap().join().unwrap();
    match (line.local_addr().unwrap(), server) {
        (SocketAddr::V4(client), SocketAddr::V4(server)) => (client, server),
        other => unreachable!("asked for IPv4: {other:?}"),
    }
}
