//! The handler of all variants.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use workbench::net::server::{Connection, Fault, Handler, Peer};
use workbench::process;

use crate::labs::Story;

/// Answers in upper case, which takes half a second.
pub(super) struct Clerk {
    story: Story,
    /// Callers whom it is answering, and the most that it ever was.
    answering: AtomicUsize,
    most: AtomicUsize,
}

impl Clerk {
    pub(super) fn new(story: &Story) -> Self {
        let (answering, most) = Default::default();
        Self { story: story.clone(), answering, most }
    }

    pub(super) fn most_at_once(&self) -> usize {
        self.most.load(SeqCst)
    }

    fn answer(&self, words: &str) -> String {
        self.story.say(format!("answers {words}"));
        self.most.fetch_max(self.answering.fetch_add(1, SeqCst) + 1, SeqCst);
        self.story.linger(0.5);
        self.answering.fetch_sub(1, SeqCst);
        format!("{} from process {}", words.to_uppercase(), process::pid())
    }
}

impl Handler<Connection<TcpStream>> for Clerk {
    fn handle(&self, caller: &mut Connection<TcpStream>) -> io::Result<()> {
        let mut words = [0; 1024];
        loop {
            let count = caller.read(&mut words)?;
            if count == 0 {
                return Ok(()); // the caller has hung up
            }
            let words = String::from_utf8_lossy(&words[..count]);
            if words == "boom" {
                // As `panic!`, without its words on standard error.
                std::panic::resume_unwind(Box::new("boom"));
            }
            caller.write_all(self.answer(&words).as_bytes())?;
        }
    }

    fn handle_error(&self, _: Option<&Peer>, fault: &Fault) {
        self.story.say(fault.to_string());
    }
}
