//! Echo: raw bytes, upper-cased.

use std::io::{Read, Write};
use std::net::TcpStream;

use workbench::net::client;
use workbench::net::protocol::{Echo, Patience};
use workbench::net::server::{Mode, Server};

use super::*;
use crate::net::python::{listening, python};
use crate::stress::must_end;

/// Messages that an echo is asked for.
const MESSAGES: usize = 10_000;

/// Asks an echo server for so many messages.
const ASKS: &str = "
import socket
phone = socket.create_connection(('127.0.0.1', PORT))
for number in range(10_000):
    words = b'message %d: \\xc3\\xa4 z' % number
    phone.sendall(words)
    answer = b''
    while len(answer) < len(words):
        answer += phone.recv(1024)
    assert answer == words.upper(), (words, answer)
print('10000 right')
";

/// An echo with `socketserver`.
const ECHOES: &str = "
import socketserver
class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1024):
            self.request.sendall(data.upper())
server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo)
print(server.server_address[1])
server.serve_forever()
";

#[test]
fn client_of_python_gets_ten_thousand_messages_in_upper_case() {
    let serving = Serving::start(tcp(Echo::default()).mode(Mode::threads()));
    let port = serving.server.address().port().to_string();
    let Some(said) = python(&ASKS.replace("PORT", &port), b"") else { return };
    assert_eq!(String::from_utf8_lossy(&said).trim(), "10000 right");
}

#[test]
fn server_in_python_answers_ten_thousand_messages_of_our_client() {
    let Some(server) = listening(ECHOES) else { return };
    let address = ("127.0.0.1", server.port);
    let mut phone = client::Echo::connect(address).unwrap();
    for number in 0..MESSAGES {
        let words = format!("message {number}: ä z");
        let answer = phone.ask(words.as_bytes()).unwrap();
        assert_eq!(answer, words.to_ascii_uppercase().into_bytes());
    }
}

/// Red if the whole of it is sent before anything is read.
#[test]
fn message_larger_than_every_buffer_comes_back() {
    must_end(|| {
        let serving =
            Serving::start(tcp(Echo::default()).mode(Mode::threads()));
        let mut phone =
            client::Echo::connect(serving.server.address()).unwrap();
        let words = noise(16 << 20);
        assert!(phone.ask(&words).unwrap() == words.to_ascii_uppercase());
        assert_eq!(phone.ask(b"").unwrap(), b"");
    });
}

#[test]
fn datagrams_and_local_connections_are_answered_too() {
    let serving =
        Serving::start(Server::udp("127.0.0.1:0", Echo::default()).unwrap());
    let address = serving.server.address();
    let mut datagrams = client::Datagrams::connect(address).unwrap();
    assert_eq!(datagrams.ask(b"hello").unwrap(), b"HELLO");

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("echo");
    let serving = Serving::start(Server::unix(&path, Echo::default()).unwrap());
    let mut phone = client::Echo::unix(&path).unwrap();
    assert_eq!(phone.ask(b"hello").unwrap(), b"HELLO");
    drop(phone);
    serving.end().unwrap();
}

#[test]
fn caller_that_says_nothing_is_hung_up_on() {
    must_end(|| {
        let echo = Echo::default().patience(short());
        let serving = Serving::start(tcp(echo).mode(Mode::threads()));
        let mut phone = TcpStream::connect(serving.server.address()).unwrap();
        assert_eq!(phone.read(&mut [0]).unwrap(), 0);
    });
}

#[test]
fn caller_that_never_reads_is_hung_up_on() {
    must_end(|| {
        let echo = Echo::default().patience(short());
        let serving = Serving::start(tcp(echo).mode(Mode::threads()));
        let mut phone = TcpStream::connect(serving.server.address()).unwrap();
        // Until every buffer is full, and then until it is cut.
        while phone.write_all(&[b'x'; 4096]).is_ok() {}
    });
}

fn short() -> Patience {
    Patience::new(Duration::from_millis(50))
}

#[test]
fn server_that_is_silent_has_failed_in_time() {
    must_end(|| {
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = silent.local_addr().unwrap();
        let phone = client::Echo::connect(address).unwrap();
        let why = phone.patience(short()).ask(b"hello").unwrap_err();
        assert_eq!(why.kind(), std::io::ErrorKind::TimedOut);
        assert!(why.to_string().contains(&address.to_string()), "{why}");
    });
}

#[test]
fn program_that_connects_cannot_be_explored() {
    use workbench::explore::Explorer;
    let report = Explorer::new()
        .run(|| drop(client::Datagrams::connect("127.0.0.1:9").unwrap()));
    let failure = report.failure().unwrap();
    let why = "sockets are real only";
    assert!(failure.message().contains(why), "{}", failure.message());
}
