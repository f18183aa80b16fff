//! From a header to bytes.

use serde::Serialize;
use serde_json::Serializer;

use super::python::Python;
use super::{Error, header};

/// The length and the header of a frame, to be sent with its body in one
/// write: either [`write_frame`](super::write_frame) does so, or the body is
/// appended.
///
/// # Errors
///
/// If `header` is no object, or longer than
/// [`MAX_HEADER`](super::MAX_HEADER) as JSON.
pub fn encode(header: &(impl Serialize + ?Sized)) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(128);
    encode_into(&mut bytes, header)?;
    Ok(bytes)
}

/// As [`encode`], appended to what is to be sent already.
///
/// # Errors
///
/// As `encode`; `out` is as it was then.
pub fn encode_into(
    out: &mut Vec<u8>,
    header: &(impl Serialize + ?Sized),
) -> Result<(), Error> {
    let start = out.len();
    let written = append(out, header);
    if written.is_err() {
        out.truncate(start);
    }
    written
}

fn append(
    out: &mut Vec<u8>,
    header: &(impl Serialize + ?Sized),
) -> Result<(), Error> {
    let start = out.len();
    let body = start + 4;
    out.extend([0; 4]);
    header
        .serialize(&mut Serializer::with_formatter(&mut *out, Python))
        .map_err(|why| Error::Header(why.to_string()))?;
    if out[body] != b'{' {
        return Err(Error::Header("only an object is one".to_owned()));
    }
    let length = header::length(out.len() - body)?;
    out[start..body].copy_from_slice(&(length as i32).to_le_bytes());
    Ok(())
}
