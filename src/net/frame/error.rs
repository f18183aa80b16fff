//! Why a stream holds no frame.

use std::{fmt, io};

use super::MAX_HEADER;

/// Why bytes are not a frame, or a value is no header.
///
/// As an [`io::Error`] it is `UnexpectedEof` where the stream ends too early,
/// else `InvalidData`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A header of that many bytes.
    HeaderLength(i64),
    /// The header is not what it should be; the text says why. What it
    /// quotes of the header is cut short, and on one line.
    Header(String),
    /// The body is larger than allowed.
    BodySize {
        /// What the header says, in bytes.
        size: u64,
        /// What is allowed, in bytes.
        quota: u64,
    },
    /// The stream ends inside a frame.
    Cut {
        /// Where it ends.
        section: Section,
        /// Bytes of the section that came.
        came: u64,
        /// Bytes that it has.
        size: u64,
    },
}

/// What a frame is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The length of the header, 4 bytes.
    Length,
    /// The header.
    Header,
    /// The body.
    Body,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HeaderLength(length) => write!(
                f,
                "header length {length}: 1 to {MAX_HEADER} is allowed"
            ),
            Self::Header(why) => write!(f, "header: {why}"),
            Self::BodySize { size, quota } => {
                write!(f, "body size {size}: at most {quota} is allowed")
            }
            Self::Cut { section, came, size } => {
                let section = match section {
                    Section::Length => "length",
                    Section::Header => "header",
                    Section::Body => "body",
                };
                write!(
                    f,
                    "the stream ends after {came} of the {size} bytes of a \
                     {section}"
                )
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<Error> for io::Error {
    fn from(why: Error) -> Self {
        let kind = match why {
            Error::Cut { .. } => io::ErrorKind::UnexpectedEof,
            _ => io::ErrorKind::InvalidData,
        };
        Self::new(kind, why)
    }
}
