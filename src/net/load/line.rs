//! One connection: what it has asked, and what was answered.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use super::words::{PIECE, Words};

/// A connection, besides its socket.
pub(super) struct Line {
    /// Its number among those of its worker.
    pub(super) number: usize,
    /// Where its letters begin.
    begin: u64,
    /// Bytes of a request.
    size: u64,
    /// Requests that it may still begin.
    pub(super) quota: u64,
    /// Requests that are due, and have not been begun.
    pub(super) owed: u64,
    /// Requests that have been begun.
    pub(super) asked: u64,
    /// From when on the latency counts of each that is not answered.
    pub(super) open: VecDeque<Instant>,
    /// Bytes.
    sent: u64,
    received: u64,
}

/// Why a line ends before its time.
#[derive(Debug)]
pub(super) enum End {
    /// The answer is not what it should be.
    Wrong,
    /// The server has hung up.
    Lost(io::Error),
}

impl Line {
    /// One that asks at most so often, from this place in the letters on.
    pub(super) fn new(
        number: usize,
        begin: u64,
        size: u64,
        quota: u64,
    ) -> Self {
        Self {
            number,
            begin,
            size,
            quota,
            owed: 0,
            asked: 0,
            open: VecDeque::new(),
            sent: 0,
            received: 0,
        }
    }

    /// Begins a request whose latency counts from `since` on.
    pub(super) fn begin(&mut self, since: Instant) {
        self.open.push_back(since);
        self.asked += 1;
        self.quota -= 1;
        self.owed = self.owed.saturating_sub(1);
    }

    /// Requests that were made or due, and not answered.
    pub(super) fn unanswered(&self) -> u64 {
        self.open.len() as u64 + self.owed
    }

    /// Whether there is something to send.
    pub(super) fn is_behind(&self) -> bool {
        self.sent < self.asked * self.size
    }

    /// Sends what the socket takes.
    pub(super) fn send(
        &mut self,
        mut stream: &TcpStream,
        words: &Words,
    ) -> Result<(), End> {
        while self.is_behind() {
            let left = self.asked * self.size - self.sent;
            let piece = words.asked(self.begin + self.sent, left);
            match stream.write(piece) {
                Ok(count) => self.sent += count as u64,
                Err(why) => match why.kind() {
                    ErrorKind::WouldBlock => break,
                    ErrorKind::Interrupted => {}
                    _ => return Err(End::Lost(why)),
                },
            }
        }
        Ok(())
    }

    /// Reads once; how many requests have been answered by that.
    pub(super) fn receive(
        &mut self,
        mut stream: &TcpStream,
        words: &Words,
        room: &mut [u8; PIECE],
    ) -> Result<usize, End> {
        let count = match stream.read(room) {
            Ok(0) => {
                let why = "the server has hung up";
                let why = io::Error::new(ErrorKind::UnexpectedEof, why);
                return Err(End::Lost(why));
            }
            Ok(count) => count,
            Err(why) => {
                return match why.kind() {
                    ErrorKind::WouldBlock | ErrorKind::Interrupted => Ok(0),
                    _ => Err(End::Lost(why)),
                };
            }
        };
        let before = self.received / self.size;
        let at = self.begin + self.received;
        self.received += count as u64;
        let is_right = room[..count] == *words.answered(at, count as u64);
        if !is_right || self.received > self.sent {
            return Err(End::Wrong);
        }
        Ok((self.received / self.size - before) as usize)
    }
}
