//! What servers answer.

use std::io::{self, ErrorKind};

use serde::Deserialize;
use serde_json::Value;

use crate::net::frame::Error;
use crate::net::protocol::file::checksum::Checksum;
use crate::net::protocol::file::message::{Reply, Status};

/// What a header is to be.
pub(super) fn read<'v, T: Deserialize<'v>>(header: &'v Value) -> io::Result<T> {
    let read = T::deserialize(header);
    read.map_err(|why| Error::Header(why.to_string()).into())
}

/// Whether the server does what it is asked for.
pub(super) fn refused(reply: &Reply) -> io::Result<()> {
    match (reply.status, &reply.error) {
        (Status::Ok, _) => Ok(()),
        (Status::Error, Some(why)) => Err(io::Error::other(why.clone())),
        (Status::Error, None) => Err(io::Error::other("the server refuses")),
    }
}

/// Whether the server has what is here.
pub(super) fn agree(reply: &Reply, checksum: Checksum) -> io::Result<()> {
    match reply.sha256 == Some(checksum.hex()) {
        true => Ok(()),
        false => Err(io::Error::new(
            ErrorKind::InvalidData,
            "the checksums differ: the file has changed on its way, or \
             meanwhile; send or fetch it again",
        )),
    }
}
