//! What servers and clients say to each other: echo, command, file.
//!
//! The formats are those of the course notes, so that a client written in
//! Python after them works against a server here, and the other way round.
//! Every message but the raw ones is a [`frame`](super::frame): a length, a
//! JSON header, and a body of as many bytes as the header says.
//!
//! # Echo
//!
//! Raw bytes; they come back with their ASCII letters upper-cased. Served by
//! [`Echo`], on connections and on datagrams.
//!
//! # Command
//!
//! | who | what |
//! |---|---|
//! | client | a command line, raw UTF-8 without an end, at most [`MAX_LINE`] bytes |
//! | server | header `{"data_size": N}`, then N bytes: the command's output, then its errors |
//!
//! Nothing says where a command line ends, so a client waits for the answer
//! before it sends the next one. Served by [`Commands`].
//!
//! # File
//!
//! | client | server |
//! |---|---|
//! | header `{"cmd": "put", "filename": NAME, "filesize": N}`, then N bytes | nothing |
//! | header `{"cmd": "get", "filename": NAME}` | header `{"cmd": "get", "filename": NAME, "filesize": N}`, then N bytes |
//!
//! A request that fails is hung up on, since such a client knows of no
//! errors, and would wait for ever. What is not in the notes:
//!
//! - With `"reply": true` in its header, every request ends with one more
//!   header: `{"status": "ok", "error": null, "sha256": HEX}`, the checksum
//!   of the whole file; or, in place of everything else, `{"status": "error",
//!   "error": TEXT, "sha256": null}`. An upload is safe on disk when its reply
//!   has come. What cannot be read as a request at all gets such a reply too.
//! - `"offset": K` in a `get`: the first K bytes do not come. `filesize` is
//!   still that of the whole file.
//! - `"offset": K` in a `put` goes on with an upload that was cut: N - K
//!   bytes follow, behind the K that came then. Of an upload with `reply`
//!   that is cut, what came is kept aside.
//! - `{"cmd": "part", "filename": NAME, "filesize": N, "reply": true}` asks
//!   for the K of an upload before it begins: `"offset"` and `"sha256"` of
//!   what is kept are in its reply. It fails where the upload would.
//! - `{"cmd": "ls"}`, with the `filename` of a folder or without: answered
//!   as a `get` is, and the bytes are a JSON array of `{"name": NAME, "size":
//!   N}`, with `null` as the size of a folder.
//!
//! Served by `Files`, on Linux only: nothing else has `openat2`, without
//! which a name may lead out of the served folder.

#[cfg(unix)]
mod command;
#[cfg(unix)]
mod echo;
pub(in crate::net) mod file;
mod patience;

#[cfg(unix)]
pub use command::Commands;
#[cfg(unix)]
pub use echo::Echo;
#[cfg(target_os = "linux")]
pub use file::Files;
pub use patience::Patience;

/// Bytes of a command line, at most: as many as the course notes' server
/// reads at once.
pub const MAX_LINE: usize = 1024;
