//! Frames on streams that block.

use std::io::{self, ErrorKind, IoSlice, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Decoder, Part, encode};

/// Bytes that are read at once.
const CHUNK: usize = 1024;

/// Sends a frame whose body is at hand, in one vectored write where the
/// stream takes it whole. Two small writes would wait for each other, 40 ms,
/// unless the socket has `TCP_NODELAY`.
///
/// What `header` says of the body's size is for the caller to make true.
///
/// # Blocking
///
/// Until the stream has taken everything; a total deadline is the stream's
/// matter, since a timeout of a socket counts for each write.
///
/// # Errors
///
/// Those of the stream, `WriteZero` if it takes no more, and those of
/// [`encode`].
pub fn write_frame(
    to: &mut impl Write,
    header: &(impl Serialize + ?Sized),
    body: &[u8],
) -> io::Result<()> {
    let head = encode(header)?;
    let mut left = &mut [IoSlice::new(&head), IoSlice::new(body)][..];
    // Takes away what is empty, so that the end is seen.
    IoSlice::advance_slices(&mut left, 0);
    while !left.is_empty() {
        match to.write_vectored(left) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(taken) => IoSlice::advance_slices(&mut left, taken),
            Err(why) if why.kind() == ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
    }
    Ok(())
}

/// Reads the next header, and nothing of the body behind it, which is the
/// caller's to read; `None` where the stream ends before a frame.
///
/// # Blocking
///
/// Until the header is whole; a total deadline is the stream's matter, since
/// a timeout of a socket counts for each read, and a byte now and then goes
/// on for ever.
///
/// # Errors
///
/// Those of the stream and those of [`Decoder::push`] and
/// [`Decoder::finish`].
pub fn read_header<H: DeserializeOwned>(
    from: &mut impl Read,
) -> io::Result<Option<H>> {
    let mut decoder = Decoder::new(0);
    let mut chunk = [0; CHUNK];
    loop {
        let wanted = decoder.wanted().min(CHUNK as u64) as usize;
        let came = match from.read(&mut chunk[..wanted]) {
            Ok(0) => {
                decoder.finish()?;
                return Ok(None);
            }
            Ok(came) => came,
            Err(why) if why.kind() == ErrorKind::Interrupted => continue,
            Err(why) => return Err(why),
        };
        if let Some(Part::Header(header)) = decoder.push(&mut &chunk[..came])? {
            return Ok(Some(header));
        }
    }
}
