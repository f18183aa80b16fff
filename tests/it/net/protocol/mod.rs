//! The protocols of the course notes: what is served, and what is refused.
//!
//! Python's side is of our own making, after the notes: short reads, a
//! `shell=True`, `for line in file`.

mod command;
mod cut;
mod echo;
mod file;
mod hostile;
mod names;
mod python;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use workbench::net::frame::{read_header, write_frame};
use workbench::net::protocol::Files;
use workbench::net::server::{Mode, Tcp};

use super::server::{Serving, tcp};

/// Far more than anything here takes: it only ever fails.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// A file server of `folder`, with a thread for each caller.
fn files(folder: &Path) -> Serving<Tcp, Files> {
    let files = Files::new(folder).unwrap();
    Serving::start(tcp(files).mode(Mode::threads()))
}

/// A caller that speaks frames as they come to its mind.
pub(crate) struct Caller(TcpStream);

impl Caller {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        Self(stream)
    }

    /// Sends a header, and what follows it.
    pub(crate) fn say(&mut self, header: &Value, body: &[u8]) {
        write_frame(&mut self.0, header, body).unwrap();
    }

    pub(crate) fn say_raw(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap();
    }

    /// Has nothing more to say, but listens.
    pub(crate) fn fall_silent(&self) {
        self.0.shutdown(std::net::Shutdown::Write).unwrap();
    }

    /// The next header.
    pub(crate) fn hear(&mut self) -> Value {
        read_header(&mut self.0).unwrap().expect("a header")
    }

    /// What the server refuses it with.
    pub(crate) fn refusal(&mut self) -> String {
        let reply = self.hear();
        assert_eq!(reply["status"], "error", "{reply}");
        assert_eq!(reply["sha256"], Value::Null, "{reply}");
        reply["error"].as_str().unwrap().to_owned()
    }

    /// Asks for something that goes well; the reply.
    pub(crate) fn good(&mut self, header: &Value, body: &[u8]) -> Value {
        self.say(header, body);
        let reply = self.hear();
        assert_eq!(reply["status"], "ok", "{reply}");
        assert_eq!(reply["error"], Value::Null, "{reply}");
        reply
    }

    /// Everything up to the server's last word.
    pub(crate) fn rest(mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).unwrap();
        rest
    }
}

/// Everything in `folder` that has a name: also what the server hides.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let name = |it: std::io::Result<std::fs::DirEntry>| {
        it.unwrap().file_name().into_string().unwrap()
    };
    let mut names: Vec<_> = entries.map(name).collect();
    names.sort();
    names
}

/// Bytes that are not like each other.
pub(crate) fn noise(size: usize) -> Vec<u8> {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as u8
    };
    (0..size).map(|_| next()).collect()
}
