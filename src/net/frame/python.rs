//! JSON as Python's `json.dumps` writes it, so that frames are the same, byte
//! for byte, whoever sends them.
//!
//! A space behind every comma and colon, and nothing but ASCII. Only floats
//! with an exponent may look otherwise (`1e-7` here, `1e-07` there).

use std::io::{self, Write};

use serde_json::ser::Formatter;

pub(super) struct Python;

fn separate<W: Write + ?Sized>(to: &mut W, first: bool) -> io::Result<()> {
    if first { Ok(()) } else { to.write_all(b", ") }
}

impl Formatter for Python {
    fn begin_array_value<W: Write + ?Sized>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        separate(to, first)
    }

    fn begin_object_key<W: Write + ?Sized>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        separate(to, first)
    }

    fn begin_object_value<W: Write + ?Sized>(
        &mut self,
        to: &mut W,
    ) -> io::Result<()> {
        to.write_all(b": ")
    }

    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        to: &mut W,
        text: &str,
    ) -> io::Result<()> {
        for run in text.split_inclusive(|c| !matches!(c, ' '..='~')) {
            let plain = run.trim_end_matches(|c| !matches!(c, ' '..='~'));
            to.write_all(plain.as_bytes())?;
            // As UTF-16, which is what JSON's escapes count in.
            for unit in run[plain.len()..].encode_utf16() {
                write!(to, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}
