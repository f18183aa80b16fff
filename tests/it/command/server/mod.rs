//! `workbench server` and `workbench client`, as processes.

mod ask;
mod exhausted;
mod killed;
mod load;
mod models;
mod refused;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::Signal;

use super::stop::{Running, start};
use super::workbench;
use crate::net::protocol::DEADLINE;

/// A server, which is killed if its test fails.
struct Server {
    /// Until it ends.
    running: Option<Running>,
    address: String,
}

/// One that listens.
fn server(words: &[&str]) -> Server {
    listening(workbench(&[&["server"], words].concat()))
}

/// A file server of `root`.
fn files(root: &Path) -> Server {
    server(&["file", "--root", root.to_str().unwrap()])
}

/// One that the shell has begun, after `limits`.
fn limited(limits: &str, words: &[&str]) -> Server {
    begun(Command::new("sh"), limits, words)
}

/// One that this shell has begun, after it has done something else.
fn begun(mut shell: Command, first: &str, words: &[&str]) -> Server {
    let server = workbench(&[&["server"], words].concat());
    shell.arg("-c").arg(format!("{first} && exec \"$@\"")).arg("sh");
    shell.arg(server.get_program()).args(server.get_args());
    shell.stdin(Stdio::null());
    listening(shell)
}

fn listening(command: Command) -> Server {
    let mut running = start(command);
    let address = running.read_until("listening on ");
    Server { running: Some(running), address }
}

impl Server {
    fn pid(&self) -> u32 {
        self.running.as_ref().unwrap().pid()
    }

    fn socket(&self) -> SocketAddr {
        self.address.parse().unwrap()
    }

    /// Somebody who has come, and does not wait for ever.
    fn caller(&self) -> TcpStream {
        let caller = TcpStream::connect(self.socket()).unwrap();
        caller.set_read_timeout(Some(DEADLINE)).unwrap();
        caller
    }

    fn send(&self, signal: Signal) {
        self.running.as_ref().unwrap().send(signal);
    }

    /// Ends it with `signal`; what it complained of, and its exit code. It
    /// has said nothing more.
    fn end(mut self, signal: Signal) -> (String, Option<i32>) {
        self.send(signal);
        let (said, complaint, code) = self.running.take().unwrap().end();
        assert_eq!(said, "");
        (complaint, code)
    }

    /// Ends it; it has complained of nothing.
    #[track_caller]
    fn good(self) {
        assert_eq!(self.end(Signal::TERM), (String::new(), Some(0)));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.send(Signal::KILL);
        }
    }
}

/// Asks an echo server, which answers.
#[track_caller]
fn echoed(mut caller: &TcpStream) {
    caller.write_all(b"hello").unwrap();
    let mut answer = [0; 5];
    caller.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HELLO");
}

/// What `workbench client` prints.
#[track_caller]
fn client(words: &[&str]) -> String {
    super::run(&[&["client"], words].concat()).good()
}
