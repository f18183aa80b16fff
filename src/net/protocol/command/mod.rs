//! Commands from afar, if they are allowed.
//!
//! The course notes hand what comes to a shell: whoever reaches that server
//! owns the account it runs under. Here a request is compared, word by word,
//! with a list, and what is on it is run as it stands there.

mod allowed;
mod run;

use std::io::{self, Read};
use std::os::fd::AsFd;
use std::time::Duration;

use serde_json::json;

use super::{MAX_LINE, Patience};
use crate::net::frame::write_frame;
use crate::net::server::{Connection, Handler, Stream};
use allowed::Allowed;
use run::run;

/// Runs commands of a list, and no other.
///
/// There is no shell: a word is a word, whatever is in it. A command has no
/// input, no environment but a `PATH` and a UTF-8 locale, a process group of
/// its own, and limits for its time and its output; when it is over, one of
/// the limits is reached or the caller is cut, the whole group is killed.
#[derive(Debug)]
pub struct Commands {
    allowed: Vec<Allowed>,
    limits: Limits,
    patience: Patience,
}

#[derive(Clone, Copy, Debug)]
struct Limits {
    time: Duration,
    output: usize,
}

impl Commands {
    /// Allows these, each a program and its arguments with spaces between
    /// them: `uname -a` allows that, and neither `uname` nor `uname -r`.
    ///
    /// # Errors
    ///
    /// `InvalidInput` if one of them has no word, or its program is not on
    /// the `PATH`.
    pub fn new<L: AsRef<str>>(
        allowed: impl IntoIterator<Item = L>,
    ) -> io::Result<Self> {
        let allowed =
            allowed.into_iter().map(|line| Allowed::new(line.as_ref()));
        Ok(Self {
            allowed: allowed.collect::<io::Result<_>>()?,
            limits: Limits { time: Duration::from_secs(10), output: 1 << 20 },
            patience: Patience::default(),
        })
    }

    /// How long a command may take; 10 s unless it is said.
    #[must_use]
    pub fn time_limit(mut self, time: Duration) -> Self {
        self.limits.time = time;
        self
    }

    /// Bytes of output that are sent, of both streams together; 1 MiB unless
    /// it is said. A command that writes more is killed.
    #[must_use]
    pub fn output_limit(mut self, bytes: usize) -> Self {
        self.limits.output = bytes;
        self
    }

    /// How long it waits for a command line, and for a caller who does not
    /// read the answer; five minutes unless it is said.
    #[must_use]
    pub fn patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// What the command says, or why it is not run.
    fn answer(&self, line: &[u8], caller: &impl AsFd) -> Vec<u8> {
        let Ok(line) = std::str::from_utf8(line) else {
            return b"a command line is UTF-8, and this is not\n".to_vec();
        };
        match self.allowed.iter().find(|it| it.is(line)) {
            Some(allowed) => {
                let said = run(allowed.command(), self.limits, caller);
                let why = |why| format!("'{allowed}' is not run: {why}\n");
                said.unwrap_or_else(|it| why(it).into_bytes())
            }
            None => self.refusal(line).into_bytes(),
        }
    }

    fn refusal(&self, line: &str) -> String {
        let allowed = self.allowed.iter().map(ToString::to_string);
        let allowed = allowed.collect::<Vec<_>>().join(", ");
        let line = line.trim().escape_debug();
        format!("'{line}' is not allowed here; allowed: {allowed}\n")
    }
}

impl<S: Stream> Handler<Connection<S>> for Commands {
    fn handle(&self, caller: &mut Connection<S>) -> io::Result<()> {
        let last = caller.deadline();
        // One more than there may be, so that too many are seen.
        let mut line = [0; MAX_LINE + 1];
        loop {
            self.patience.give(caller, last, 0);
            let count = caller.read(&mut line)?;
            if count == 0 {
                return Ok(());
            }
            let is_whole = count <= MAX_LINE;
            let data = match is_whole {
                true => self.answer(&line[..count], caller.stream()),
                false => format!("more than {MAX_LINE} bytes\n").into_bytes(),
            };
            let size = data.len();
            self.patience.give(caller, last, size as u64);
            write_frame(caller, &json!({ "data_size": size }), &data)?;
            if !is_whole {
                return Ok(()); // what follows may be the rest of it
            }
        }
    }
}
