//! Messages on a stream of bytes: four bytes of length, biggest first, then
//! the message. Python's `Connection` does the same.

use std::io::{self, ErrorKind, Read, Write};

/// Writes `message` in one call, so that a pipe with room takes it whole.
pub(super) fn write(to: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let too_long = |_| {
        let why = "a message is shorter than 4 GiB";
        io::Error::new(ErrorKind::InvalidInput, why)
    };
    let length = u32::try_from(message.len()).map_err(too_long)?;
    let mut bytes = Vec::with_capacity(4 + message.len());
    bytes.extend(length.to_be_bytes());
    bytes.extend(message);
    to.write_all(&bytes)
}

/// Reads a message; `None` where the stream ends before one.
pub(super) fn read(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    from.by_ref().take(4).read_to_end(&mut head)?;
    if head.is_empty() {
        return Ok(None);
    }
    let head: [u8; 4] = head.try_into().map_err(|_| cut())?;
    let length = u32::from_be_bytes(head);
    // Grows as bytes arrive: a length is not to be believed before.
    let mut message = Vec::new();
    from.by_ref().take(length.into()).read_to_end(&mut message)?;
    if message.len() < length as usize {
        return Err(cut());
    }
    Ok(Some(message))
}

fn cut() -> io::Error {
    let why = "the stream ends in the middle of a message";
    io::Error::new(ErrorKind::UnexpectedEof, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_keep_their_borders() {
        let mut stream = Vec::new();
        for message in ["first", "", "third"] {
            write(&mut stream, message.as_bytes()).unwrap();
        }
        let mut stream = stream.as_slice();
        for message in ["first", "", "third"] {
            let got = read(&mut stream).unwrap();
            assert_eq!(got.as_deref(), Some(message.as_bytes()));
        }
        assert_eq!(read(&mut stream).unwrap(), None);
    }

    #[test]
    fn a_cut_message_is_an_error_wherever_it_is_cut() {
        let mut stream = Vec::new();
        write(&mut stream, b"hello").unwrap();
        for length in 1..stream.len() {
            let why = read(&mut &stream[..length]).unwrap_err();
            assert_eq!(why.kind(), ErrorKind::UnexpectedEof, "at {length}");
        }
    }
}
