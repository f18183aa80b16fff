//! From bytes to frames, without any I/O.
//!
//! A header that lies in one piece of input is read where it lies. One that
//! comes in pieces is gathered, and memory grows as bytes arrive, never to
//! the length that was announced. The body is handed through and not kept.

use std::marker::PhantomData;
use std::mem;

use serde::de::DeserializeOwned;

use super::{Error, Section, header};

/// Takes the bytes of a stream in any pieces and gives its frames.
///
/// `H` is what headers are: a type of one's own, or [`serde_json::Value`].
///
/// # Memory
///
/// Less than twice the bytes of a header that has come in part; nothing
/// between frames and during a body.
#[derive(Debug)]
pub struct Decoder<H> {
    /// Bytes that a body may have.
    quota: u64,
    state: State,
    /// The first bytes of a length or a header whose rest has not come.
    gathered: Vec<u8>,
    header: PhantomData<fn() -> H>,
}

/// A part of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a, H> {
    /// A header; [`Decoder::expect_body`] has to be told what follows.
    Header(H),
    /// The next bytes of the body, never none.
    Body(&'a [u8]),
    /// The frame is whole.
    End,
}

/// What comes next.
#[derive(Debug)]
enum State {
    Length,
    /// A header of so many bytes.
    Header(usize),
    /// Nobody has said how long the body of the last header is.
    Untold,
    Body {
        left: u64,
        size: u64,
    },
    Failed(Error),
}

impl<H: DeserializeOwned> Decoder<H> {
    /// A decoder at the beginning of a stream, for bodies of at most `quota`
    /// bytes each.
    #[must_use]
    pub fn new(quota: u64) -> Self {
        Self {
            quota,
            state: State::Length,
            gathered: Vec::new(),
            header: PhantomData,
        }
    }

    /// Takes bytes off the front of `input`, up to the end of the next part.
    /// `None` if `input` ends before; it is to be called until then, since
    /// the end of a frame takes no byte.
    ///
    /// # Errors
    ///
    /// If the bytes are no frame. From then on the decoder gives nothing but
    /// that error, and takes nothing: where the next frame begins cannot be
    /// known.
    ///
    /// # Panics
    ///
    /// If `expect_body` was not called after a header.
    pub fn push<'a>(
        &mut self,
        input: &mut &'a [u8],
    ) -> Result<Option<Part<'a, H>>, Error> {
        let part = self.step(input);
        part.map_err(|why| self.fail(why))
    }

    fn step<'a>(
        &mut self,
        input: &mut &'a [u8],
    ) -> Result<Option<Part<'a, H>>, Error> {
        if let State::Length = self.state {
            let length = self.gather(input, 4, |bytes| {
                let bytes = std::array::from_fn(|at| bytes[at]);
                header::length(i32::from_le_bytes(bytes))
            });
            let Some(length) = length else { return Ok(None) };
            self.state = State::Header(length?);
        }
        match &mut self.state {
            State::Length => Ok(None),
            State::Header(length) => {
                let length = *length;
                let header = self.gather(input, length, header::parse);
                let Some(header) = header else { return Ok(None) };
                self.state = State::Untold;
                header.map(|header| Some(Part::Header(header)))
            }
            State::Untold => untold(),
            State::Body { left: 0, .. } => {
                self.state = State::Length;
                Ok(Some(Part::End))
            }
            State::Body { left, .. } => {
                let here = input.len();
                let taken =
                    usize::try_from(*left).map_or(here, |n| n.min(here));
                let piece = input.split_off(..taken).unwrap_or_default();
                *left -= piece.len() as u64;
                Ok((!piece.is_empty()).then_some(Part::Body(piece)))
            }
            State::Failed(why) => Err(why.clone()),
        }
    }

    /// Says how many bytes of body follow the header that was just given.
    ///
    /// # Errors
    ///
    /// If `size` is above the quota; that is the end, as in
    /// [`push`](Self::push).
    ///
    /// # Panics
    ///
    /// If no header was just given.
    pub fn expect_body(&mut self, size: u64) -> Result<(), Error> {
        assert!(
            matches!(self.state, State::Untold),
            "expect_body belongs to a header that was just given"
        );
        let quota = self.quota;
        if size > quota {
            return Err(self.fail(Error::BodySize { size, quota }));
        }
        self.state = State::Body { left: size, size };
        Ok(())
    }

    /// Bytes up to the end of what is being read: of the length, the header
    /// or the body. Who reads no more than that from a stream leaves what
    /// follows in it. 0 where no byte is wanted.
    #[must_use]
    pub fn wanted(&self) -> u64 {
        let gathered = self.gathered.len();
        match &self.state {
            State::Length => (4 - gathered) as u64,
            State::Header(length) => (length - gathered) as u64,
            State::Body { left, .. } => *left,
            State::Untold | State::Failed(_) => 0,
        }
    }

    /// To be called where the stream ends.
    ///
    /// # Errors
    ///
    /// If that is inside a frame; or the error of before.
    ///
    /// # Panics
    ///
    /// If `expect_body` was not called after a header.
    pub fn finish(&mut self) -> Result<(), Error> {
        let (section, size) = match &self.state {
            State::Length if self.gathered.is_empty() => return Ok(()),
            State::Body { left: 0, .. } => return Ok(()),
            State::Failed(why) => return Err(why.clone()),
            State::Untold => untold(),
            State::Length => (Section::Length, 4),
            State::Header(length) => (Section::Header, *length as u64),
            State::Body { size, .. } => (Section::Body, *size),
        };
        let came = size - self.wanted();
        Err(self.fail(Error::Cut { section, came, size }))
    }

    /// Does `read` with the next `wanted` bytes, once they are all there.
    fn gather<T>(
        &mut self,
        input: &mut &[u8],
        wanted: usize,
        read: impl FnOnce(&[u8]) -> T,
    ) -> Option<T> {
        let missing = wanted - self.gathered.len();
        let Some(rest) = input.split_off(..missing) else {
            self.gathered.extend_from_slice(mem::take(input));
            return None;
        };
        if self.gathered.is_empty() {
            return Some(read(rest));
        }
        let mut whole = mem::take(&mut self.gathered);
        whole.extend_from_slice(rest);
        Some(read(&whole))
    }

    fn fail(&mut self, why: Error) -> Error {
        self.gathered = Vec::new();
        self.state = State::Failed(why.clone());
        why
    }
}

#[cold]
fn untold() -> ! {
    panic!("expect_body has to be called after every header")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// A header is announced with the most that is allowed, and comes a byte
    /// at a time.
    #[test]
    fn memory_grows_with_what_comes_and_not_with_what_is_announced() {
        let mut stream =
            (super::super::MAX_HEADER as i32).to_le_bytes().to_vec();
        stream.push(b'{');
        stream.resize(4 + super::super::MAX_HEADER, b' ');
        let mut decoder = Decoder::<Value>::new(0);
        for (came, byte) in stream[..stream.len() - 1].chunks(1).enumerate() {
            assert_eq!(decoder.push(&mut &*byte), Ok(None));
            let kept = decoder.gathered.capacity();
            assert!(kept <= 16 + 2 * came, "{kept} for {came}");
        }
        assert!(decoder.push(&mut &stream[stream.len() - 1..]).is_err());
        assert_eq!(decoder.gathered.capacity(), 0);
    }
}
