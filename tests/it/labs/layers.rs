//! `layers`: the frames that it says it builds, read by somebody else.

use std::io::Write;
use std::net::Ipv4Addr;
use std::process::Command;
use std::{fs, io, iter};

use tempfile::TempDir;

use super::{in_order, number_after, told};
use crate::command::{ran, run, workbench};

/// The file that the lab writes, in a folder that is gone with the first.
fn captured() -> (TempDir, Vec<u8>, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = workbench(&["lab", "layers", "hello.pcap"]);
    let story = ran(command.current_dir(folder.path())).good();
    let file = fs::read(folder.path().join("hello.pcap")).unwrap();
    (folder, file, story)
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

fn big(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The frames of a file, whose header and lengths are as they should be.
fn frames(file: &[u8]) -> Vec<&[u8]> {
    assert_eq!(word(file, 0), 0xa1b2_c3d4, "magic");
    assert_eq!(file[4..8], [2, 0, 4, 0], "version");
    assert_eq!((word(file, 16), word(file, 20)), (65_535, 1), "Ethernet");
    let mut rest = &file[24..];
    let frames = iter::from_fn(|| {
        let (record, frames) = rest.split_at_checked(16)?;
        let length = word(record, 8);
        assert_eq!(length, word(record, 12), "the frame is whole");
        let (frame, after) = frames.split_at(length as usize);
        rest = after;
        Some(frame)
    });
    let frames = frames.collect();
    assert!(rest.is_empty(), "{} bytes are left", rest.len());
    frames
}

/// The sum of 16-bit words in ones' complement: all ones where a check sum is
/// right.
fn sum(bytes: &[u8]) -> u64 {
    let sum = bytes.chunks(2).map(|pair| match pair {
        [one] => u64::from(*one) << 8,
        pair => big(pair),
    });
    match sum.sum::<u64>() % 0xffff {
        0 => 0xffff,
        other => other,
    }
}

/// A TCP segment and who sent it.
struct Segment {
    from: (Ipv4Addr, u64),
    to: (Ipv4Addr, u64),
    seq: u64,
    ack: u64,
    flags: u8,
    data: Vec<u8>,
}

impl Segment {
    fn of(frame: &[u8]) -> Self {
        let length = big(&frame[16..18]) as usize;
        let packet = &frame[14..14 + length];
        let (header, segment) = packet.split_at(20);
        assert_eq!((header[0], header[9]), (0x45, 6));
        assert_eq!(sum(header), 0xffff, "IPv4 {header:?}");
        let pseudo = [0, 6, 0, segment.len() as u8];
        let covered = [&header[12..], &pseudo, segment].concat();
        assert_eq!(sum(&covered), 0xffff, "TCP {segment:?}");
        let ip = |at| Ipv4Addr::from(big(&header[at..at + 4]) as u32);
        Self {
            from: (ip(12), big(&segment[..2])),
            to: (ip(16), big(&segment[2..4])),
            seq: big(&segment[4..8]),
            ack: big(&segment[8..12]),
            flags: segment[13],
            data: segment[usize::from(segment[12] >> 4) * 4..].to_vec(),
        }
    }
}

#[test]
fn frames_are_those_of_a_whole_conversation() {
    let (_folder, file, _) = captured();
    let frames = frames(&file);
    assert_eq!(frames.len(), 10);
    assert!(frames.iter().all(|frame| frame.len() == 60), "14 and 46");
    let kinds: Vec<_> = frames.iter().map(|it| big(&it[12..14])).collect();
    assert_eq!(kinds[..2], [0x0806; 2]);
    assert_eq!(kinds[2..], [0x0800; 8]);
    assert_eq!(frames[0][..6], [0xff; 6], "asked of everybody");
    let server_card = &frames[1][6..12];
    assert_eq!(&frames[2][..6], server_card, "sent to who answered");
    let segments: Vec<_> =
        frames[2..].iter().map(|frame| Segment::of(frame)).collect();
    let (client, server) = (segments[0].from, segments[0].to);
    assert_ne!(client, server);
    let (fin, syn, psh, ack) = (1, 2, 8, 16);
    let flags: Vec<_> = segments.iter().map(|it| it.flags).collect();
    let hello = [syn, syn | ack, ack, psh | ack, psh | ack];
    assert_eq!(flags[..5], hello);
    assert_eq!(flags[5..], [fin | ack, fin | ack, ack]);
    assert_eq!(segments[3].data, b"hello");
    assert_eq!(segments[4].data, b"HELLO");
    // Each begins where its last one ended, and has what the other sent.
    let mut next = [segments[0].seq, segments[1].seq];
    for it in &segments {
        let me = usize::from(it.from == server);
        let sides = [client, server];
        assert_eq!((it.from, it.to), (sides[me], sides[1 - me]));
        assert_eq!(it.seq, next[me]);
        let acked = if it.flags & ack == 0 { 0 } else { next[1 - me] };
        assert_eq!(it.ack, acked);
        let counted = u64::from(it.flags & (syn | fin) != 0);
        let sent = it.data.len() as u64 + counted;
        next[me] = (next[me] + sent) % (1 << 32);
    }
}

#[test]
fn tshark_reads_the_frames_without_a_complaint() {
    if Command::new("tshark").arg("-v").output().is_err() {
        let why = "skipped: no tshark on the PATH (apt-get install tshark)";
        // Not by a macro, whose lines are shown of tests that fail.
        return writeln!(io::stderr(), "{why}").unwrap();
    }
    let (folder, ..) = captured();
    let read = |words: &[&str]| {
        let mut tshark = Command::new("tshark");
        tshark.args(["-r", "hello.pcap"]).args(words);
        // Off by default, for cards that fill them in later.
        tshark.args(["-o", "ip.check_checksum:TRUE"]);
        tshark.args(["-o", "tcp.check_checksum:TRUE"]);
        let out = tshark.current_dir(folder.path()).output().unwrap();
        assert!(out.status.success(), "{}", out.stderr.escape_ascii());
        String::from_utf8(out.stdout).unwrap()
    };
    let summary = read(&[]);
    assert_eq!(summary.lines().count(), 10, "{summary}");
    let words = ["Who has", "is at", "[SYN]", "[SYN, ACK]", "Len=5", "Len=5"];
    in_order(&summary, &words);
    let sums = ["-e", "ip.checksum.status", "-e", "tcp.checksum.status"];
    let sums = read(&[&["-Y", "tcp", "-T", "fields"], &sums[..]].concat());
    assert_eq!(sums, "1\t1\n".repeat(8), "both are good in every frame");
    // A warning or worse.
    let complaints = "_ws.expert.severity >= 0x600000 || _ws.malformed";
    assert_eq!(read(&["-Y", complaints]), "");
}

#[test]
fn file_is_written_only_where_one_is_named() {
    let (_folder, _, story) = captured();
    assert!(story.contains("hello.pcap has them: tshark -r "), "{story}");
    told("layers").says("whole", &["10 frames, for five bytes"]);
    assert!(!told("layers").story.contains("has them"));
    let asked = "workbench lab layers hello.pcap";
    assert!(told("layers").story.contains(asked), "{}", told("layers"));
}

#[test]
fn file_that_cannot_be_written_is_told() {
    let words = ["lab", "layers", "/absent/hello.pcap"];
    let story = run(&words).ended(1);
    assert!(story.contains("/absent/hello.pcap: No such file"), "{story}");
}

#[test]
fn five_bytes_of_message_make_sixty_of_frame() {
    let words = [
        "program    says hello: 5 bytes",
        "TCP        + 20: from port ",
        "IPv4       + 20: from 127.0.0.1 to 127.0.0.",
        "Ethernet   + 14: from 02:",
        "Ethernet   + 1: padding",
        "68 65 6c 6c 6f 00\n",
        "loopback has no Ethernet",
        "5 bytes of message, 60 in the frame",
    ];
    in_order(told("layers").chapter("down"), &words);
    let words = ["type 0800", "protocol 6", "for port ", "reads hello"];
    in_order(told("layers").chapter("up"), &words);
}

#[test]
fn type_of_six_bytes_is_read_as_another() {
    let words = ["05 02 00 00 00 00 0c 00 00 00 00 08 00", "reads type 0000"];
    in_order(told("layers").chapter("six"), &words);
}

#[test]
fn every_bit_that_flips_is_found() {
    let chapter = told("layers").chapter("damaged");
    let [ipv4, tcp] =
        ["IPv4 finds ", "TCP finds "].map(|words| number_after(chapter, words));
    assert_eq!((ipv4, tcp), (160.0, 200.0), "20 bytes, and 25");
}

#[test]
fn frames_have_46_to_1500_bytes_of_data() {
    let words = [
        "2 bytes: frames of 60\n",
        "1460 bytes: frames of 1514\n",
        "1461 bytes: frames of 1514 + 60\n",
        "3000 bytes: frames of 1514 + 1514 + 134\n",
    ];
    in_order(told("layers").chapter("sizes"), &words);
}

#[test]
fn address_is_asked_of_everybody_and_one_card_answers() {
    let words = [
        "to ff:ff:ff:ff:ff:ff",
        "who has 127.0.0.",
        "is at 02:00:00:00:00:05",
        "frames for the server go to 02:00:00:00:00:05",
    ];
    in_order(told("layers").chapter("arp"), &words);
}

#[test]
fn file_is_refused_by_a_chapter_that_would_not_write_it() {
    let words = ["lab", "layers", "hello.pcap", "--variant", "down"];
    let line = run(&words).refusal();
    assert!(line.contains("is for chapter 'whole'"), "{line}");
    assert!(line.contains("layers hello.pcap --variant whole"), "{line}");
}
