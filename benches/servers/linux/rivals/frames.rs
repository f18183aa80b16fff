//! A server of small framed requests, with the library's frames: the other
//! end of what the subject `framed` measures.

use std::io::{self, BufReader};
use std::net::TcpStream;

use workbench::net::frame::{read_header, write_frame};

use crate::linux::framed::{Answer, BODY, Request};

pub(super) fn serve() -> io::Result<()> {
    let listener = super::listener()?;
    loop {
        let (stream, _) = listener.accept()?;
        // What ends it is that the caller has gone.
        let _ = answer(stream);
    }
}

fn answer(stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    while let Some(Request { .. }) = read_header(&mut reader)? {
        let header = Answer { data_size: BODY.len() as u64 };
        write_frame(&mut writer, &header, BODY)?;
    }
    Ok(())
}
