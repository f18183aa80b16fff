//! Messages on a stream of bytes: a length, a header, a body.
//!
//! TCP keeps the order of bytes and nothing else: two sends may arrive as one
//! read, one send as two. A frame says itself where it ends:
//!
//! | part | bytes | what it is |
//! |---|---|---|
//! | length | 4 | that of the header, signed, smallest byte first: Python's `struct.pack('i', n)` |
//! | header | 1 to [`MAX_HEADER`] | a JSON object, byte for byte what Python's `json.dumps` makes |
//! | body | as the header says, often 0 | bytes |
//!
//! Which field of the header gives the size of the body is for whoever speaks
//! the protocol to say: [`Decoder::expect_body`].
//!
//! [`Decoder`] does no I/O. Bytes are pushed into it as they come, parts of
//! frames come out, so that it serves a blocking socket, a loop around epoll
//! and the buffers of io_uring alike. [`read_header`] and [`write_frame`] are
//! for blocking streams.
//!
//! # What is refused
//!
//! A length of less than 1 or more than [`MAX_HEADER`], before anything is
//! allocated; a header that is no JSON object, nests deeper than 127 levels
//! or names a key twice, at any depth; a body above the quota. Where a header
//! is to have a `u64`, serde refuses `5.0`, `-1` and what is too large;
//! [`size_in`] does for a header of any shape.
//!
//! # Examples
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use workbench::net::frame::{Decoder, Part, encode};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Reply {
//!     data_size: u64,
//! }
//!
//! let mut sent = encode(&Reply { data_size: 6 })?;
//! sent.extend(b"200 OK");
//!
//! let mut got: Vec<u8> = Vec::new();
//! let mut decoder = Decoder::<Reply>::new(1 << 20);
//! for mut bytes in sent.chunks(5) {
//!     while let Some(part) = decoder.push(&mut bytes)? {
//!         match part {
//!             Part::Header(it) => decoder.expect_body(it.data_size)?,
//!             Part::Body(piece) => got.extend(piece),
//!             Part::End => assert_eq!(got, b"200 OK"),
//!         }
//!     }
//! }
//! decoder.finish()?;
//! # Ok::<(), workbench::net::frame::Error>(())
//! ```

mod blocking;
mod decoder;
mod encode;
mod error;
mod header;
mod python;

pub use blocking::{read_header, write_frame};
pub use decoder::{Decoder, Part};
pub use encode::{encode, encode_into};
pub use error::{Error, Section};
pub use header::size_in;

/// Bytes that a header has at most: 64 KiB.
pub const MAX_HEADER: usize = 64 << 10;
