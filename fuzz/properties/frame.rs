//! What holds of the frame decoder for every stream, in whatever pieces.

use serde_json::Value;
use workbench::net::frame::{Decoder, Error, Part, encode, size_in};

/// Bytes that a body may have here.
pub(crate) const QUOTA: u64 = 1 << 20;

/// A stream, decoded up to its end or its first mistake.
#[derive(Debug, PartialEq)]
pub(crate) struct Decoded {
    /// Every header with as much of its body as came.
    pub(crate) frames: Vec<(Value, Vec<u8>)>,
    /// Frames that came whole.
    pub(crate) whole: usize,
    pub(crate) end: Result<(), Error>,
}

/// Decodes `stream`, which comes in pieces of the given sizes, the last of
/// them with all that is left. The size of a body is the header's `size`, if
/// it has one.
pub(crate) fn decode(
    mut stream: &[u8],
    pieces: impl IntoIterator<Item = usize>,
) -> Decoded {
    let mut decoder = Decoder::new(QUOTA);
    let mut got = Decoded { frames: Vec::new(), whole: 0, end: Ok(()) };
    for piece in pieces {
        let piece = stream.split_off(..piece.min(stream.len()));
        got.push(&mut decoder, piece.unwrap_or_default());
    }
    got.push(&mut decoder, stream);
    let end = decoder.finish();
    // A mistake is told again and again, and nothing comes after it.
    assert!(got.end.is_ok() || got.end == end);
    got.end = end;
    if let Err(why) = &got.end {
        let mut more: &[u8] = b"\x02\0\0\0{}";
        assert_eq!(decoder.push(&mut more), Err(why.clone()));
        assert_eq!((more.len(), decoder.wanted()), (6, 0));
    }
    got
}

impl Decoded {
    fn push(&mut self, decoder: &mut Decoder<Value>, mut bytes: &[u8]) {
        self.end = self.try_push(decoder, &mut bytes);
        assert!(bytes.is_empty() || self.end.is_err());
    }

    fn try_push(
        &mut self,
        decoder: &mut Decoder<Value>,
        bytes: &mut &[u8],
    ) -> Result<(), Error> {
        while let Some(part) = decoder.push(bytes)? {
            match part {
                Part::Header(header) => {
                    let size = size_in(&header, "size").unwrap_or(0);
                    self.frames.push((header, Vec::new()));
                    decoder.expect_body(size)?;
                }
                Part::Body(piece) => {
                    assert!(!piece.is_empty());
                    let (_, body) = self.frames.last_mut().expect("a header");
                    body.extend(piece);
                }
                Part::End => self.whole += 1,
            }
        }
        Ok(())
    }

    /// Bodies are as long as their headers say; only the last may be cut.
    fn check_sizes(&self) {
        for (number, (header, body)) in self.frames.iter().enumerate() {
            let size = size_in(header, "size").unwrap_or(0);
            let length = body.len() as u64;
            match number < self.whole {
                true => assert_eq!(length, size),
                false => assert!(length < size),
            }
        }
        assert!(self.frames.len() - self.whole <= 1);
    }

    /// What was decoded is encoded to what decodes to the same.
    fn check_round_trip(&self) {
        for (header, body) in &self.frames[..self.whole] {
            // Escapes make a header longer, perhaps too long.
            let Ok(mut bytes) = encode(header) else { continue };
            bytes.extend(body);
            let again = decode(&bytes, []);
            assert_eq!((again.whole, &again.end), (1, &Ok(())));
            // serde_json reads a float to within the last bit.
            if !has_float(header) {
                assert_eq!(again.frames[0], (header.clone(), body.clone()));
            }
        }
    }
}

fn has_float(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(values) => values.iter().any(has_float),
        Value::Object(fields) => fields.values().any(has_float),
        _ => false,
    }
}

/// Panics if `data` shows a mistake of the decoder. The first byte says how
/// large the pieces are, the others are the stream.
pub(crate) fn check(data: &[u8]) {
    let Some((seed, stream)) = data.split_first() else { return };
    let whole = decode(stream, []);
    whole.check_sizes();
    whole.check_round_trip();
    let [low, high] = [seed & 15, seed >> 4].map(|n| usize::from(n) + 1);
    let pieces = [low, high].into_iter().cycle().take(stream.len());
    assert_eq!(decode(stream, pieces), whole);
}
