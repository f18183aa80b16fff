//! What it costs to write a request in two parts.

use std::io::{self, Write};

use workbench::net::{TcpStream, frame};
use workbench::thread;

use super::line::{Header, line, receive, send};
use crate::labs::{Story, named};

/// How often a client asks.
const ROUNDS: usize = 5;

/// The client's system keeps the second write back until the first is
/// acknowledged (Nagle: few small packets). The server's waits for an answer
/// that the acknowledgement could go with, and gives up after 40 ms.
pub(super) fn delayed(story: &Story) {
    let time = ask(false, two_writes);
    story.wrong(format!("{time:.2} ms a request of five letters"));
}

/// Who does not keep writes back does not wait; who writes once has nothing
/// to keep back.
pub(super) fn prompt(story: &Story) {
    let no_delay = ask(true, two_writes);
    story.right(format!("{no_delay:.2} ms with TCP_NODELAY"));
    let one_write = ask(false, send);
    story.right(format!("{one_write:.2} ms with one vectored write"));
}

/// The head and the body of a request, one after the other.
fn two_writes(line: &mut TcpStream, body: &[u8]) -> io::Result<()> {
    line.write_all(&frame::encode(&Header { data_size: body.len() })?)?;
    line.write_all(body)
}

type Send = fn(&mut TcpStream, &[u8]) -> io::Result<()>;

/// Milliseconds from the first write of a request to its answer: the median.
fn ask(no_delay: bool, send_request: Send) -> f64 {
    let (mut server, mut client) = line();
    client.set_nodelay(no_delay).unwrap();
    let server = named("server").spawn(move || {
        while let Some(request) = receive(&mut server).unwrap() {
            send(&mut server, &request.to_ascii_uppercase()).unwrap();
        }
    });
    let client = named("client").spawn(move || {
        let mut times = [(); ROUNDS].map(|()| {
            let start = thread::now();
            send_request(&mut client, b"hello").unwrap();
            assert_eq!(receive(&mut client).unwrap().unwrap(), b"HELLO");
            thread::now() - start
        });
        times.sort();
        times[ROUNDS / 2]
    });
    let time = client.unwrap().join().unwrap();
    server.unwrap().join().unwrap();
    time.as_secs_f64() * 1e3
}
