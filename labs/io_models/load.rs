//! Those who call the server: some talk, the others only hold the line.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// What everybody says.
const WORDS: &[u8; 64] =
    b"the same sixty-four bytes again and again, in small letters only";

/// Connections to a server.
pub(super) struct Load {
    active: Vec<TcpStream>,
    /// Open, and silent.
    _idle: Vec<TcpStream>,
}

impl Load {
    /// Everybody calls, and speaks once, so that all have been accepted.
    pub(super) fn connect(
        server: SocketAddr,
        active: usize,
        idle: usize,
    ) -> Self {
        let connect = |count| {
            let phones = (0..count).map(|_| TcpStream::connect(server));
            phones.collect::<Result<Vec<_>, _>>().unwrap()
        };
        let (active, idle) = (connect(active), connect(idle));
        round(&active);
        round(&idle);
        Self { active, _idle: idle }
    }

    /// All who talk ask at once, and all hear their answers, so many times;
    /// how many requests that was.
    pub(super) fn rounds(&self, rounds: usize) -> usize {
        (0..rounds).for_each(|_| round(&self.active));
        rounds * self.active.len()
    }
}

fn round(phones: &[TcpStream]) {
    for mut phone in phones {
        phone.write_all(WORDS).unwrap();
    }
    for mut phone in phones {
        let mut answer = [0; WORDS.len()];
        phone.read_exact(&mut answer).unwrap();
        assert_eq!(answer, WORDS.to_ascii_uppercase()[..]);
    }
}
