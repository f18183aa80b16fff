//! Servers, as CPython's own tests of `socketserver` see them, and what
//! those do not ask for.

mod grid;
mod hooks;
mod limits;
mod stop;

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use workbench::net::server::{
    Connection, Datagram, Fault, Handler, Mode, Peer, Server, Socket, Stopper,
    Stream, Tcp, Transport,
};
use workbench::process::Entry;

pub(crate) static ENTRIES: &[&Entry] = &[
    &grid::SHOUTS_TCP,
    &grid::SHOUTS_UNIX,
    &grid::SHOUTS_UDP,
    &grid::SHOUTS_UNIX_DATAGRAM,
    &hooks::FAILS,
];

/// Far more than anything here takes: it only ever fails.
const DEADLINE: Duration = Duration::from_secs(60);

/// Answers in upper case.
pub(super) struct Shout;

impl<S: Stream> Handler<Connection<S>> for Shout {
    fn handle(&self, caller: &mut Connection<S>) -> io::Result<()> {
        let mut bytes = [0; 1024];
        loop {
            let count = caller.read(&mut bytes)?;
            if count == 0 {
                return Ok(());
            }
            bytes[..count].make_ascii_uppercase();
            caller.write_all(&bytes[..count])?;
        }
    }
}

impl<S: Socket> Handler<Datagram<S>> for Shout {
    fn handle(&self, datagram: &mut Datagram<S>) -> io::Result<()> {
        datagram.reply(&datagram.data().to_ascii_uppercase())
    }
}

/// A server that serves on a thread of its own, until this is dropped.
pub(super) struct Serving<T: Transport, H: Handler<T::Request>> {
    pub(super) server: Arc<Server<T, H>>,
    stopper: Stopper,
    thread: Option<std::thread::JoinHandle<io::Result<()>>>,
}

impl<T: Transport, H: Handler<T::Request>> Serving<T, H> {
    pub(super) fn start(server: Server<T, H>) -> Self {
        let server = Arc::new(server);
        let stopper = server.stopper();
        let serving = server.clone();
        let thread = std::thread::spawn(move || serving.serve_forever());
        Self { server, stopper, thread: Some(thread) }
    }

    pub(super) fn end(mut self) -> io::Result<()> {
        self.stopper.stop();
        self.thread.take().unwrap().join().unwrap()
    }
}

impl<T: Transport, H: Handler<T::Request>> Drop for Serving<T, H> {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            self.stopper.stop();
            let ended = thread.join();
            assert!(std::thread::panicking() || ended.unwrap().is_ok());
        }
    }
}

pub(super) fn tcp<H: Handler<Connection<TcpStream>>>(
    handler: H,
) -> Server<Tcp, H> {
    Server::tcp("127.0.0.1:0", handler).unwrap()
}

/// Asks, hangs up, and reads the whole answer.
fn ask(
    mut stream: impl Read + Write,
    hang_up: impl Fn(),
    words: &str,
) -> String {
    stream.write_all(words.as_bytes()).unwrap();
    hang_up();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn ask_tcp(address: std::net::SocketAddr, words: &str) -> String {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    let hang_up = || stream.shutdown(std::net::Shutdown::Write).unwrap();
    ask(&stream, hang_up, words)
}

/// Looks until it is so.
#[track_caller]
pub(crate) fn until(what: impl Fn() -> bool) {
    let end = Instant::now() + DEADLINE;
    while !what() {
        assert!(Instant::now() < end, "it does not come");
        std::thread::yield_now();
    }
}
