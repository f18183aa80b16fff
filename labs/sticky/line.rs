//! A connection, and messages on it that say how long they are.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use workbench::net::frame;
use workbench::net::{TcpListener, TcpStream};

/// The header of a message.
#[derive(Serialize, Deserialize)]
pub(super) struct Header {
    /// Bytes that follow it.
    pub(super) data_size: usize,
}

/// The two ends of a connection on this machine.
pub(super) fn line() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let there = TcpStream::connect(address).unwrap();
    let (here, _) = listener.accept().unwrap();
    (here.named("the other side"), there.named("the other side"))
}

// ANCHOR: send
/// Sends the length, the header and the body in one write.
pub(super) fn send(line: &mut TcpStream, body: &[u8]) -> io::Result<()> {
    frame::write_frame(line, &Header { data_size: body.len() }, body)
}
// ANCHOR_END: send

// ANCHOR: receive
/// The next message, which is whole whatever the reads were; `None` where
/// the stream ends.
pub(super) fn receive(line: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let Some(header) = frame::read_header::<Header>(line)? else {
        return Ok(None);
    };
    let mut body = vec![0; header.data_size];
    line.read_exact(&mut body)?;
    Ok(Some(body))
}
// ANCHOR_END: receive
