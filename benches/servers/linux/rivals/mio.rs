//! mio: what tokio stands on, by hand. Its events come once, so that a
//! connection is read until there is nothing left.

use std::io::{self, ErrorKind, Read, Write};

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

const DOOR: Token = Token(usize::MAX);

pub(super) fn serve() -> io::Result<()> {
    let listener = super::listener()?;
    listener.set_nonblocking(true)?;
    let mut door = TcpListener::from_std(listener);
    let mut poll = Poll::new()?;
    poll.registry().register(&mut door, DOOR, Interest::READABLE)?;
    let mut events = Events::with_capacity(1024);
    // Those that are gone leave a hole: a process serves for a moment only.
    let mut lines: Vec<Option<TcpStream>> = Vec::new();
    let mut room = vec![0; 64 << 10];
    loop {
        poll.poll(&mut events, None)?;
        for event in &events {
            if event.token() != DOOR {
                let line = &mut lines[event.token().0];
                let Some(stream) = line else { continue };
                if !answer(stream, &mut room)? {
                    *line = None;
                }
                continue;
            }
            while let Some(mut stream) = come(&door)? {
                stream.set_nodelay(true)?;
                let token = Token(lines.len());
                let registry = poll.registry();
                registry.register(&mut stream, token, Interest::READABLE)?;
                lines.push(Some(stream));
            }
        }
    }
}

fn come(door: &TcpListener) -> io::Result<Option<TcpStream>> {
    match door.accept() {
        Ok((stream, _)) => Ok(Some(stream)),
        Err(why) if why.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(why) => Err(why),
    }
}

/// Whether the connection goes on. Answers are short here, and there is
/// always room for one.
fn answer(stream: &mut TcpStream, room: &mut [u8]) -> io::Result<bool> {
    loop {
        match stream.read(room) {
            Ok(0) => return Ok(false),
            Ok(count) => {
                let words = &mut room[..count];
                words.make_ascii_uppercase();
                stream.write_all(words)?;
                // Fewer than there was room for: there is nothing left.
                if count < room.len() {
                    return Ok(true);
                }
            }
            Err(why) if why.kind() == ErrorKind::WouldBlock => return Ok(true),
            Err(why) if why.kind() == ErrorKind::ConnectionReset => {
                return Ok(false);
            }
            Err(why) => return Err(why),
        }
    }
}
