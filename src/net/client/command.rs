//! The client of a command server.

use std::io::{self, ErrorKind, Read, Write};
use std::net::ToSocketAddrs;

use serde_json::Value;

use super::line::Line;
use crate::net::frame::{Error, read_header, size_in};
use crate::net::protocol::{MAX_LINE, Patience};

/// Bytes of an answer that are taken, unless it is said.
const MOST: u64 = 64 << 20;

/// Lets a server run commands.
#[derive(Debug)]
pub struct Command {
    line: Line,
    max_output: u64,
}

impl Command {
    /// Connects over TCP.
    ///
    /// # Errors
    ///
    /// If nobody listens there.
    ///
    /// # Panics
    ///
    /// In an explored program.
    pub fn connect(address: impl ToSocketAddrs) -> io::Result<Self> {
        Ok(Self { line: Line::tcp(address)?, max_output: MOST })
    }

    /// How long it waits for the output; five minutes unless it is said.
    #[must_use]
    pub fn patience(mut self, patience: Patience) -> Self {
        self.line.patience = patience;
        self
    }

    /// Bytes of output that are taken; 64 MiB unless it is said.
    #[must_use]
    pub fn max_output(self, bytes: u64) -> Self {
        Self { max_output: bytes, ..self }
    }

    /// What the command says, or what the server says of it: the protocol
    /// has one place for both.
    ///
    /// # Errors
    ///
    /// `InvalidInput` if the line is empty or longer than
    /// [`MAX_LINE`] bytes: the first is never answered, of the second the
    /// rest would be taken for the next one. If the server hangs up, is late,
    /// or wants to say more than is taken.
    pub fn run(&mut self, command: &str) -> io::Result<Vec<u8>> {
        if !(1..=MAX_LINE).contains(&command.len()) {
            let length = command.len();
            let why = format!(
                "a command line of {length} bytes: 1 to {MAX_LINE} are allowed"
            );
            return Err(io::Error::new(ErrorKind::InvalidInput, why));
        }
        self.line.begin(0);
        self.line.write_all(command.as_bytes())?;
        let head: Option<Value> = read_header(&mut self.line)?;
        let head = head.ok_or_else(|| self.line.hung_up())?;
        let size = size_in(&head, "data_size")?;
        let quota = self.max_output;
        if size > quota {
            return Err(Error::BodySize { size, quota }.into());
        }
        self.line.begin(size);
        let mut said = Vec::new();
        (&mut self.line).take(size).read_to_end(&mut said)?;
        match said.len() as u64 == size {
            true => Ok(said),
            false => Err(self.line.hung_up()),
        }
    }
}
