//! The client of a file server.

mod answer;
mod local;

use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::net::ToSocketAddrs;

use serde_json::Value;

use super::line::Line;
use crate::net::frame::{Error, read_header, write_frame};
use crate::net::protocol::Patience;
use crate::net::protocol::file::checksum::Checksum;
use crate::net::protocol::file::message::{Head, Reply, Request, Verb};
use crate::net::protocol::file::{CHUNK, MAX_LISTING};
use answer::{agree, read, refused};

pub use crate::net::protocol::file::message::Entry;

/// Is told how many bytes of how many have travelled.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// Sends files to a server, and fetches them.
///
/// After an error of the connection itself, or in the middle of a file,
/// nothing is known of what comes next: connect anew.
#[derive(Debug)]
pub struct Files {
    line: Line,
    replies: bool,
}

impl Files {
    /// Connects over TCP.
    ///
    /// # Errors
    ///
    /// If nobody listens there.
    ///
    /// # Panics
    ///
    /// In an explored program.
    pub fn connect(address: impl ToSocketAddrs) -> io::Result<Self> {
        Ok(Self { line: Line::tcp(address)?, replies: true })
    }

    /// How long it waits for the server: five minutes and 16 KiB a second
    /// unless it is said.
    #[must_use]
    pub fn patience(mut self, patience: Patience) -> Self {
        self.line.patience = patience;
        self
    }

    /// Speaks as the course notes do, to a server that knows of no replies.
    /// Then nothing can go on where it was cut, errors are a server that
    /// hangs up, and that an upload has arrived is not known before
    /// [`finish`](Self::finish).
    #[must_use]
    pub fn without_replies(self) -> Self {
        Self { replies: false, ..self }
    }

    /// Sends `size` bytes of `from`, from its beginning, as the file `name`.
    /// With replies it goes on where the last upload of that name was cut, if
    /// that began with the same bytes, and returns when the file is safe on
    /// the server's disk.
    ///
    /// # Errors
    ///
    /// What the server says; if it hangs up or is late; what reading `from`
    /// comes to.
    pub fn put(
        &mut self,
        name: &str,
        from: &mut (impl Read + Seek),
        size: u64,
        progress: Progress<'_>,
    ) -> io::Result<()> {
        let (offset, mut checksum) = self.common(name, from, size)?;
        let mut request = self.request(Verb::Put, name, offset);
        request.filesize = Some(size);
        from.seek(SeekFrom::Start(offset))?;
        self.send(&request, from, &mut checksum, progress)?;
        match self.replies {
            true => agree(&self.reply()?, checksum),
            false => Ok(()),
        }
    }

    /// How much of it the server has already, with the checksum of that. An
    /// upload that it would not take is refused now: who hangs up on one that
    /// comes may take back what it has said.
    fn common(
        &mut self,
        name: &str,
        from: &mut (impl Read + Seek),
        size: u64,
    ) -> io::Result<(u64, Checksum)> {
        let nothing = (0, Checksum::default());
        if !self.replies {
            return Ok(nothing);
        }
        let mut request = self.request(Verb::Part, name, 0);
        request.filesize = Some(size);
        self.ask(&request)?;
        let reply = self.reply()?;
        let offset = reply.offset.unwrap_or(0);
        if offset == 0 || offset > size {
            return Ok(nothing);
        }
        from.seek(SeekFrom::Start(0))?;
        let mut checksum = Checksum::default();
        checksum.read(from, offset)?;
        match reply.sha256 == Some(checksum.clone().hex()) {
            true => Ok((offset, checksum)),
            false => Ok(nothing),
        }
    }

    fn send(
        &mut self,
        request: &Request,
        from: &mut impl Read,
        checksum: &mut Checksum,
        progress: Progress<'_>,
    ) -> io::Result<()> {
        let size = request.filesize.unwrap_or(0);
        let mut sent = request.offset;
        let mut header = Some(request);
        let mut chunk = vec![0; CHUNK];
        self.line.begin(size - sent);
        while sent < size || header.is_some() {
            let room = (size - sent).min(CHUNK as u64) as usize;
            let count = from.read(&mut chunk[..room])?;
            if count == 0 && sent < size {
                let why = format!("it has {sent} bytes, and not {size}");
                return Err(io::Error::new(ErrorKind::InvalidData, why));
            }
            let bytes = &chunk[..count];
            match header.take() {
                Some(header) => write_frame(&mut self.line, header, bytes)?,
                None => self.line.write_all(bytes)?,
            }
            // Without a reply there is nothing to compare it with.
            if request.reply {
                checksum.update(bytes);
            }
            sent += count as u64;
            progress(sent, size);
        }
        Ok(())
    }

    /// Fetches the file `name` from byte `offset` on; how many bytes the
    /// whole of it has. `before` are the bytes up to there, which have to be
    /// the same as the server's.
    ///
    /// # Errors
    ///
    /// What the server says; if it hangs up or is late; what writing `to`
    /// comes to; `InvalidData` if what has come is not what the server has
    /// read.
    pub fn get(
        &mut self,
        name: &str,
        before: &mut impl Read,
        offset: u64,
        to: &mut impl Write,
        progress: Progress<'_>,
    ) -> io::Result<u64> {
        let mut checksum = Checksum::default();
        checksum.read(before, offset)?;
        let size = self.head(Verb::Get, name, offset)?;
        let (mut got, replies) = (offset, self.replies);
        self.receive(offset, size, &mut |bytes| {
            to.write_all(bytes)?;
            if replies {
                checksum.update(bytes);
            }
            got += bytes.len() as u64;
            progress(got, size);
            Ok(())
        })?;
        if self.replies {
            agree(&self.reply()?, checksum)?;
        }
        Ok(size)
    }

    /// What is in a folder of the server; `""` is the one that it serves.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub fn ls(&mut self, folder: &str) -> io::Result<Vec<Entry>> {
        let size = self.head(Verb::Ls, folder, 0)?;
        let quota = MAX_LISTING as u64;
        if size > quota {
            return Err(Error::BodySize { size, quota }.into());
        }
        let mut json = Vec::new();
        self.receive(0, size, &mut |bytes| {
            json.extend(bytes);
            Ok(())
        })?;
        if self.replies {
            let mut checksum = Checksum::default();
            checksum.update(&json);
            agree(&self.reply()?, checksum)?;
        }
        Ok(serde_json::from_slice(&json)?)
    }

    /// Hangs up, and waits until the server has done so too: then it has
    /// read everything, and what it was sent is stored as far as that can be
    /// known without replies.
    ///
    /// # Errors
    ///
    /// If the server is late.
    pub fn finish(mut self) -> io::Result<()> {
        self.line.end_of_words()?;
        self.line.begin(0);
        let mut rest = [0; 1024];
        while self.line.read(&mut rest)? > 0 {}
        Ok(())
    }

    fn request(&self, cmd: Verb, name: &str, offset: u64) -> Request {
        let filename = name.to_owned();
        Request { cmd, filename, filesize: None, offset, reply: self.replies }
    }

    fn ask(&mut self, request: &Request) -> io::Result<()> {
        self.line.begin(0);
        write_frame(&mut self.line, request, &[])
    }

    /// Asks for bytes; how many the whole has.
    fn head(&mut self, cmd: Verb, name: &str, offset: u64) -> io::Result<u64> {
        self.ask(&self.request(cmd, name, offset))?;
        let head = self.header()?;
        if head.get("status").is_some() {
            refused(&read(&head)?)?;
        }
        let head: Head = read(&head)?;
        match head.filesize.checked_sub(offset) {
            Some(_) => Ok(head.filesize),
            None => Err(Error::Header("the file has shrunk".to_owned()).into()),
        }
    }

    /// Takes the bytes from `offset` up to `size`.
    fn receive(
        &mut self,
        offset: u64,
        size: u64,
        each: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut left = size - offset;
        self.line.begin(left);
        let mut chunk = vec![0; left.min(CHUNK as u64) as usize];
        while left > 0 {
            let room = left.min(chunk.len() as u64) as usize;
            match self.line.read(&mut chunk[..room])? {
                0 => return Err(self.cut(size - left, size)),
                count => {
                    each(&chunk[..count])?;
                    left -= count as u64;
                }
            }
        }
        Ok(())
    }

    fn cut(&self, came: u64, size: u64) -> io::Error {
        let peer = self.line.peer();
        let why = format!("{peer} has hung up after {came} of {size} bytes");
        io::Error::new(ErrorKind::UnexpectedEof, why)
    }

    fn header(&mut self) -> io::Result<Value> {
        let header: Option<Value> = read_header(&mut self.line)?;
        header.ok_or_else(|| self.line.hung_up())
    }

    /// The reply to a request that is not refused.
    fn reply(&mut self) -> io::Result<Reply> {
        self.line.begin(0);
        let reply = read(&self.header()?)?;
        refused(&reply)?;
        Ok(reply)
    }
}
