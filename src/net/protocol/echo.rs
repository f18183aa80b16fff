//! Bytes come back in upper case.

use std::io::{self, Read, Write};

use super::Patience;
use crate::net::server::{Connection, Datagram, Handler, Socket, Stream};

/// Bytes that are read at once.
const CHUNK: usize = 16 << 10;

/// Sends back what comes, its ASCII letters upper-cased: `bytes.upper()` of
/// Python.
#[derive(Clone, Copy, Debug, Default)]
pub struct Echo {
    patience: Patience,
}

impl Echo {
    /// How long it waits for the next bytes, and for a caller who does not
    /// read what comes back; five minutes unless it is said.
    #[must_use]
    pub fn patience(self, patience: Patience) -> Self {
        Self { patience }
    }
}

impl<S: Stream> Handler<Connection<S>> for Echo {
    fn handle(&self, caller: &mut Connection<S>) -> io::Result<()> {
        let last = caller.deadline();
        let mut bytes = [0; CHUNK];
        loop {
            self.patience.give(caller, last, 0);
            let count = caller.read(&mut bytes)?;
            if count == 0 {
                return Ok(());
            }
            bytes[..count].make_ascii_uppercase();
            self.patience.give(caller, last, count as u64);
            caller.write_all(&bytes[..count])?;
        }
    }
}

impl<S: Socket> Handler<Datagram<S>> for Echo {
    fn handle(&self, datagram: &mut Datagram<S>) -> io::Result<()> {
        datagram.reply(&datagram.data().to_ascii_uppercase())
    }
}
