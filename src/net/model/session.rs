//! What is answered, apart from how.

/// What a server says to one connection: bytes in, bytes out, and no I/O.
pub trait Session: Send + 'static {
    /// These bytes have come, in whatever pieces; what is to be said is added
    /// to `answer`.
    fn receive(&mut self, bytes: &[u8], answer: &mut Vec<u8>);
}

/// Says everything again in upper case (ASCII).
#[derive(Clone, Copy, Debug, Default)]
pub struct Upper;

impl Upper {
    /// One for each connection.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl Session for Upper {
    fn receive(&mut self, bytes: &[u8], answer: &mut Vec<u8>) {
        let from = answer.len();
        answer.extend_from_slice(bytes);
        answer[from..].make_ascii_uppercase();
    }
}
