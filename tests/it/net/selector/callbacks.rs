//! The data of a key is what to do when it is ready, as in the course notes.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};

use super::kinds::for_every_kind;
use super::*;

for_every_kind! {
    callbacks_accept_and_echo
}

enum Socket {
    Listener(TcpListener),
    Connection(TcpStream),
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Socket::Listener(it) => it.as_fd(),
            Socket::Connection(it) => it.as_fd(),
        }
    }
}

/// What is to be done once the socket is ready.
struct Callback(fn(&mut Loop, Token));

type Loop = Selector<Socket, Callback>;

fn accept(selector: &mut Loop, token: Token) {
    let key = selector.get_key(token).unwrap();
    let Socket::Listener(listener) = key.source() else { panic!() };
    let connection = Socket::Connection(listener.accept().unwrap().0);
    selector.register(connection, Interest::Read, Callback(echo)).unwrap();
}

fn echo(selector: &mut Loop, token: Token) {
    let key = selector.get_key(token).unwrap();
    let Socket::Connection(connection) = key.source() else { panic!() };
    let mut connection: &TcpStream = connection; // which reads and writes
    let mut bytes = [0; 1024];
    match connection.read(&mut bytes).unwrap() {
        0 => drop(selector.unregister(token)),
        n => {
            let reply = bytes[..n].to_ascii_uppercase();
            connection.write_all(&reply).unwrap();
        }
    }
}

fn talk(addr: std::net::SocketAddr) -> io::Result<()> {
    let mut connection = TcpStream::connect(addr)?;
    for word in ["one", "two", "three"] {
        connection.write_all(word.as_bytes())?;
        let mut reply = vec![0; word.len()];
        connection.read_exact(&mut reply)?;
        assert_eq!(reply, word.to_uppercase().as_bytes());
    }
    Ok(())
}

fn callbacks_accept_and_echo(kind: Kind) {
    const CLIENTS: usize = 8;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let addr = listener.local_addr().unwrap();
    let mut selector = Selector::of_kind(kind).unwrap();
    let listener = Socket::Listener(listener);
    selector.register(listener, Interest::Read, Callback(accept)).unwrap();
    let waker = selector.waker();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            std::thread::scope(|clients| {
                for _ in 0..CLIENTS {
                    clients.spawn(|| talk(addr).unwrap());
                }
            });
            waker.wake();
        });
        let mut events = Events::new();
        while !events.woken() {
            selector.select(&mut events, None).unwrap();
            for event in &events {
                if let Some(key) = selector.get_key(event.token()) {
                    (key.data().0)(&mut selector, event.token());
                }
            }
        }
    });
}
