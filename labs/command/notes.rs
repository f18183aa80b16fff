//! The server of the notes, with its mistakes.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use serde_json::json;
use workbench::net::frame::write_frame;
use workbench::net::server::{Connection, Handler};

/// Runs whatever comes, in a shell.
pub(super) enum Notes {
    /// Sends the output.
    Bare,
    /// Sends first how long it is.
    Framed,
}

impl Handler<Connection<TcpStream>> for Notes {
    fn handle(&self, caller: &mut Connection<TcpStream>) -> io::Result<()> {
        let mut line = [0; 1024];
        loop {
            let count = caller.read(&mut line)?;
            if count == 0 {
                return Ok(());
            }
            let line = String::from_utf8_lossy(&line[..count]);
            let said = in_a_shell(&line)?;
            match self {
                Self::Bare => caller.write_all(&said)?,
                Self::Framed => {
                    let header = json!({ "data_size": said.len() });
                    write_frame(caller, &header, &said)?;
                }
            }
        }
    }
}

fn in_a_shell(line: &str) -> io::Result<Vec<u8>> {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).stdin(Stdio::null());
    let output = shell.output()?;
    Ok([output.stdout, output.stderr].concat())
}
