//! Every transport in every mode.

use std::net::{Shutdown, SocketAddr, TcpStream, UdpSocket};
use std::os::unix::net::{UnixDatagram as UnixSocket, UnixStream};
use std::path::Path;

use workbench::net::server::{UnixDatagram, serve_in_child};
use workbench::process::Process;

use super::*;
use crate::process::child;

pub(super) static SHOUTS_TCP: Entry = Entry::new("shouts-tcp", |child| {
    serve_in_child::<Connection<TcpStream>>(child, &Shout)
});

pub(super) static SHOUTS_UNIX: Entry = Entry::new("shouts-unix", |child| {
    serve_in_child::<Connection<UnixStream>>(child, &Shout)
});

pub(super) static SHOUTS_UDP: Entry = Entry::new("shouts-udp", |child| {
    serve_in_child::<Datagram<UdpSocket>>(child, &Shout)
});

pub(super) static SHOUTS_UNIX_DATAGRAM: Entry =
    Entry::new("shouts-unix-datagram", |child| {
        serve_in_child::<Datagram<UnixSocket>>(child, &Shout)
    });

/// In every mode: serves a few callers at once.
fn in_every_mode<T, H>(
    server: impl Fn() -> Server<T, H>,
    entry: &'static Entry,
    ask: impl Fn(&T::Address, &str) -> String + Sync,
) where
    T: Transport<Address: Sync>,
    H: Handler<T::Request>,
{
    let processes = Mode::processes(move || -> Process { child(entry) });
    let modes = [Mode::iterative(), Mode::threads(), Mode::pool(2), processes];
    for mode in modes {
        let serving = Serving::start(server().mode(mode));
        let address = serving.server.address();
        std::thread::scope(|scope| {
            for words in ["hello", "how are you?", "bye"] {
                let (ask, address) = (&ask, &address);
                scope.spawn(move || {
                    assert_eq!(ask(address, words), words.to_uppercase());
                });
            }
        });
        serving.end().unwrap();
    }
}

#[test]
fn tcp_is_served_in_every_mode() {
    let ask = |address: &SocketAddr, words: &str| ask_tcp(*address, words);
    in_every_mode(|| tcp(Shout), &SHOUTS_TCP, ask);
}

#[test]
fn unix_stream_is_served_in_every_mode() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let server = || Server::unix(&path, Shout).unwrap();
    let ask = |path: &std::path::PathBuf, words: &str| {
        let stream = UnixStream::connect(path).unwrap();
        let hang_up = || stream.shutdown(Shutdown::Write).unwrap();
        ask(&stream, hang_up, words)
    };
    in_every_mode(server, &SHOUTS_UNIX, ask);
    assert!(!path.exists(), "the path is taken away");
}

#[test]
fn udp_is_served_in_every_mode() {
    let server = || Server::udp("127.0.0.1:0", Shout).unwrap();
    in_every_mode(server, &SHOUTS_UDP, |address, words| {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(DEADLINE)).unwrap();
        socket.send_to(words.as_bytes(), address).unwrap();
        let mut answer = [0; 100];
        let count = socket.recv(&mut answer).unwrap();
        String::from_utf8(answer[..count].to_vec()).unwrap()
    });
}

fn ask_datagram(path: &Path, from: &Path, words: &str) -> String {
    let socket = UnixSocket::bind(from).unwrap();
    socket.set_read_timeout(Some(DEADLINE)).unwrap();
    socket.send_to(words.as_bytes(), path).unwrap();
    let mut answer = [0; 100];
    let count = socket.recv(&mut answer).unwrap();
    String::from_utf8(answer[..count].to_vec()).unwrap()
}

#[test]
fn unix_datagram_is_served_in_every_mode() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let server = || Server::unix_datagram(&path, Shout).unwrap();
    in_every_mode(server, &SHOUTS_UNIX_DATAGRAM, |path, words| {
        let from = tempfile::tempdir().unwrap();
        ask_datagram(path, &from.path().join("caller"), words)
    });
}

#[test]
fn who_has_no_path_gets_no_answer_and_the_server_says_why() {
    struct Notes(Mutex<Vec<String>>);
    impl Handler<Datagram<UnixSocket>> for Notes {
        fn handle(
            &self,
            datagram: &mut Datagram<UnixSocket>,
        ) -> io::Result<()> {
            datagram.reply(b"to whom?")
        }

        fn handle_error(&self, peer: Option<&Peer>, fault: &Fault) {
            self.0.lock().push(format!("{}: {fault}", peer.unwrap()));
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let notes = Notes(Mutex::default());
    let server: Server<UnixDatagram, _> =
        Server::unix_datagram(&path, notes).unwrap();
    let nobody = UnixSocket::unbound().unwrap();
    nobody.send_to(b"hello", &path).unwrap();
    assert!(server.handle_request(Some(DEADLINE)).unwrap());
    let told = server.handler().0.lock().join("\n");
    assert!(told.contains("a local client: "), "{told}");
    assert!(told.contains("there is nowhere to answer to"), "{told}");
}
