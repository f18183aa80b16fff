//! What travels when a program says hello: a message in a segment in a packet
//! in a frame.

mod arp;
mod checksum;
mod conversation;
mod demo;
mod ethernet;
mod ipv4;
mod pcap;
mod peel;
mod tcp;

use super::{Explored, Lab, Variant, Words};

pub(crate) const LAB: Lab = Lab {
    name: "layers",
    title: "one hello through five layers",
    notes: Some("2"),
    words: Some(Words {
        takes: |word| word.ends_with(".pcap"),
        example: "hello.pcap",
        variant: Some("whole"),
    }),
    explored: Explored::Not(
        "what the network does is not the explorer's to decide",
    ),
    variants: &[
        Variant::right("down", "each layer adds its header", demo::down),
        Variant::right("up", "each layer takes its header off", peel::up),
        Variant::wrong(
            "six",
            "a type of six bytes, as in the notes",
            peel::six,
        ),
        Variant::right("damaged", "a bit flips on the way", peel::damaged),
        Variant::right("sizes", "at least 46 bytes, at most 1500", demo::sizes),
        Variant::right("arp", "who has this address?", demo::arp),
        Variant::right("whole", "hello, HELLO, and what it takes", demo::whole),
    ],
    next: &[
        ("For Wireshark?", "workbench lab layers hello.pcap"),
        ("As a program sees it?", "workbench lab echo"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
