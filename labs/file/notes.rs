//! The server of the notes: what comes is written where the file will be.

use std::fs::File;
use std::io::{self, Read};
use std::net::TcpStream;
use std::path::PathBuf;

use serde_json::Value;
use workbench::net::frame::{read_header, size_in};
use workbench::net::server::{Connection, Handler};

/// Takes files into this folder, from one who gives them good names.
pub(super) struct InPlace(pub(super) PathBuf);

impl Handler<Connection<TcpStream>> for InPlace {
    fn handle(&self, caller: &mut Connection<TcpStream>) -> io::Result<()> {
        while let Some(header) = read_header::<Value>(caller)? {
            let name = header["filename"].as_str().unwrap();
            let size = size_in(&header, "filesize")?;
            let mut file = File::create(self.0.join(name))?;
            io::copy(&mut caller.take(size), &mut file)?;
        }
        Ok(())
    }
}
