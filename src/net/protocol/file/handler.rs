//! The server's side.

use std::io;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::exchange::Exchange;
use super::message::{Reply, Request};
use super::root::Root;
use crate::net::frame::{self, read_header, write_frame};
use crate::net::protocol::Patience;
use crate::net::server::{Connection, Handler, Stream};

/// Gives and takes the files of one folder: see the
/// [protocol](crate::net::protocol#file).
///
/// # What it sees to
///
/// - Nothing outside the folder is opened, whatever the name and whoever puts
///   links in the way: `openat2` with `RESOLVE_BENEATH` and
///   `RESOLVE_NO_SYMLINKS`. Only files are: no pipes, no devices.
/// - A file is there whole or not at all, also if this process is killed in
///   the middle, and on disk before its reply is sent.
/// - Sizes have a limit, and every message has one for its time.
///
/// It does not know who asks. What must not be read by everybody who reaches
/// it does not belong into the folder.
#[derive(Debug)]
pub struct Files {
    pub(super) root: Root,
    pub(super) max_size: u64,
    pub(super) patience: Patience,
}

impl Files {
    /// The files in the folder `root`.
    ///
    /// # Errors
    ///
    /// If there is no such folder; `Unsupported` if the system has no
    /// `openat2`.
    pub fn new(root: impl AsRef<Path>) -> io::Result<Self> {
        let root = Root::open(root.as_ref())?;
        Ok(Self { root, max_size: 4 << 30, patience: Patience::default() })
    }

    /// Bytes of a file that is taken; 4 GiB unless it is said.
    #[must_use]
    pub fn max_size(self, bytes: u64) -> Self {
        Self { max_size: bytes, ..self }
    }

    /// How long it waits for a request, for the bytes of a file, and for a
    /// caller who does not read; five minutes and 16 KiB a second unless it
    /// is said.
    #[must_use]
    pub fn patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }
}

impl<S: Stream> Handler<Connection<S>> for Files {
    fn handle(&self, caller: &mut Connection<S>) -> io::Result<()> {
        let last = caller.deadline();
        loop {
            self.patience.give(caller, last, 0);
            let request = match next(caller) {
                Ok(Some(request)) => request,
                Ok(None) => return Ok(()),
                Err(why) => {
                    // Whoever is late or gone is not told.
                    if why.get_ref().is_some_and(|it| it.is::<frame::Error>()) {
                        self.patience.give(caller, last, 0);
                        write_frame(caller, &Reply::error(&why), &[])?;
                    }
                    return Err(why);
                }
            };
            Exchange { files: self, caller, last, request: &request }
                .serve()?;
        }
    }
}

fn next<S: Stream>(caller: &mut Connection<S>) -> io::Result<Option<Request>> {
    let header: Option<Value> = read_header(caller)?;
    let request = header.map(Request::deserialize).transpose();
    request.map_err(|why| frame::Error::Header(why.to_string()).into())
}
