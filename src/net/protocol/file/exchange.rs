//! A request, and what comes of it.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::time::Instant;

use super::CHUNK;
use super::aside::kept;
use super::checksum::Checksum;
use super::handler::Files;
use super::listing::list;
use super::message::{Head, Reply, Request, Verb};
use super::name::Name;
use super::upload::Upload;
use crate::net::frame::{Error, Section, write_frame};
use crate::net::server::{Connection, Stream};

pub(super) struct Exchange<'a, S> {
    pub(super) files: &'a Files,
    pub(super) caller: &'a mut Connection<S>,
    /// The server's own limit for the connection.
    pub(super) last: Option<Instant>,
    pub(super) request: &'a Request,
}

/// A request that has failed.
enum Failure {
    /// The next one can be read.
    Refused(io::Error),
    /// Where the next one begins is not known.
    Last(io::Error),
    /// In the middle of an answer, which a reply would be taken for.
    Cut(io::Error),
}

impl<S: Stream> Exchange<'_, S> {
    /// Serves it; an error is the end of the connection.
    pub(super) fn serve(mut self) -> io::Result<()> {
        let served = match self.request.cmd {
            Verb::Put => self.put(),
            Verb::Get => self.get(),
            Verb::Ls => self.ls(),
            Verb::Part => self.part(),
        };
        match served {
            Ok(Some(reply)) => self.reply(&reply),
            Ok(None) => Ok(()),
            Err(Failure::Refused(why)) if self.request.reply => {
                self.reply(&Reply::error(&why))
            }
            Err(Failure::Last(why)) if self.request.reply => {
                // The caller may be gone, and the reason is what matters.
                let _ = self.reply(&Reply::error(&why));
                Err(why)
            }
            Err(
                Failure::Refused(why) | Failure::Last(why) | Failure::Cut(why),
            ) => Err(why),
        }
    }

    fn reply(&mut self, reply: &Reply) -> io::Result<()> {
        self.give_time(0);
        write_frame(self.caller, reply, &[])
    }

    fn give_time(&mut self, bytes: u64) {
        self.files.patience.give(self.caller, self.last, bytes);
    }

    fn put(&mut self) -> Result<Option<Reply>, Failure> {
        let size = self.size().map_err(Failure::Last)?;
        let mut body = Body { size, left: size };
        self.give_time(size);
        let stored = self.store(&mut body);
        // What follows it is found behind it.
        let mut chunk = vec![0; chunk(body.left)];
        while body.left > 0 {
            if body.read(self.caller, &mut chunk).is_err() {
                break; // what has failed first is told
            }
        }
        let failure = match body.left {
            0 => Failure::Refused,
            _ => Failure::Last,
        };
        stored.map(reply).map_err(failure)
    }

    /// How many bytes an upload has from its offset on.
    fn size(&self) -> io::Result<u64> {
        let refused = |why| Err(io::Error::new(ErrorKind::InvalidInput, why));
        let Some(size) = self.request.filesize else {
            return refused("`filesize` is missing".to_owned());
        };
        let most = self.files.max_size;
        if size > most {
            return refused(format!(
                "`filesize` is {size}: at most {most} is allowed"
            ));
        }
        let offset = self.request.offset;
        size.checked_sub(offset).map_or_else(
            || refused(format!("`offset` {offset} is behind the file's end")),
            Ok,
        )
    }

    /// Stores the body; its checksum, if that is wanted.
    fn store(&mut self, body: &mut Body) -> io::Result<Option<Checksum>> {
        let Request { filename, offset, reply, .. } = self.request;
        let name = Name::of_file(filename)?;
        let root = &self.files.root;
        let (mut upload, checksum) = match *offset {
            0 => (Upload::new(root, name)?, Checksum::default()),
            offset => Upload::resume(root, name, offset)?,
        };
        let mut checksum = reply.then_some(checksum);
        let mut chunk = vec![0; chunk(body.left)];
        while body.left > 0 {
            let came = match body.read(self.caller, &mut chunk) {
                Ok(came) => came,
                Err(why) if *reply => {
                    upload.keep()?;
                    return Err(why);
                }
                Err(why) => return Err(why),
            };
            upload.write(came)?;
            if let Some(checksum) = &mut checksum {
                checksum.update(came);
            }
        }
        upload.finish()?;
        Ok(checksum)
    }

    fn get(&mut self) -> Result<Option<Reply>, Failure> {
        let offset = self.request.offset;
        let open = || {
            let name = Name::of_file(&self.request.filename)?;
            let (file, size) = self.files.root.read(name.path)?;
            if offset > size {
                let why = format!("`offset` {offset}: the file has {size}");
                return Err(io::Error::new(ErrorKind::InvalidInput, why));
            }
            Ok((file, size))
        };
        let (mut file, size) = open().map_err(Failure::Refused)?;
        let checksum = self.before(&mut file).map_err(Failure::Refused)?;
        self.send(file, size, checksum).map_err(Failure::Cut)
    }

    /// Goes to the offset, with the checksum of what is before if one is
    /// wanted.
    fn before(&self, file: &mut File) -> io::Result<Option<Checksum>> {
        let offset = self.request.offset;
        if !self.request.reply {
            io::Seek::seek(file, io::SeekFrom::Start(offset))?;
            return Ok(None);
        }
        let mut checksum = Checksum::default();
        checksum.read(file, offset)?;
        Ok(Some(checksum))
    }

    fn ls(&mut self) -> Result<Option<Reply>, Failure> {
        let listed = list(&self.files.root, &self.request.filename);
        let listed = listed.map_err(Failure::Refused)?;
        let offset = self.request.offset;
        if offset > 0 {
            let why = "a listing has no `offset`";
            let why = io::Error::new(ErrorKind::InvalidInput, why);
            return Err(Failure::Refused(why));
        }
        let checksum = self.request.reply.then(Checksum::default);
        let size = listed.len() as u64;
        self.send(&*listed, size, checksum).map_err(Failure::Cut)
    }

    /// Sends a file of `size` bytes from the offset on, its head together
    /// with the first of them.
    fn send(
        &mut self,
        mut from: impl Read,
        size: u64,
        mut checksum: Option<Checksum>,
    ) -> io::Result<Option<Reply>> {
        let Request { cmd, filename, offset, .. } = self.request;
        let filename = filename.clone();
        let mut head = Some(Head { cmd: *cmd, filename, filesize: size });
        let mut left = size - offset;
        self.give_time(left);
        let mut chunk = vec![0; chunk(left)];
        while left > 0 || head.is_some() {
            let room = left.min(CHUNK as u64) as usize;
            let count = from.read(&mut chunk[..room])?;
            if count == 0 && left > 0 {
                let why = "the file was cut while it was read";
                return Err(io::Error::new(ErrorKind::UnexpectedEof, why));
            }
            let bytes = &chunk[..count];
            match head.take() {
                Some(head) => write_frame(self.caller, &head, bytes)?,
                None => self.caller.write_all(bytes)?,
            }
            if let Some(checksum) = &mut checksum {
                checksum.update(bytes);
            }
            left -= count as u64;
        }
        Ok(reply(checksum))
    }

    fn part(&mut self) -> Result<Option<Reply>, Failure> {
        let kept = || {
            let name = Name::of_file(&self.request.filename)?;
            if self.request.filesize.is_some() {
                self.size()?;
            }
            kept(&self.files.root, name)
        };
        let (size, checksum) = kept().map_err(Failure::Refused)?;
        let mut reply = Reply::ok(checksum.hex());
        reply.offset = Some(size);
        Ok(Some(reply))
    }
}

/// The reply, if one is wanted.
fn reply(checksum: Option<Checksum>) -> Option<Reply> {
    checksum.map(|it| Reply::ok(it.hex()))
}

/// How large a buffer is for so many bytes.
fn chunk(bytes: u64) -> usize {
    bytes.min(CHUNK as u64) as usize
}

/// The body of a request.
struct Body {
    size: u64,
    /// What has not come.
    left: u64,
}

impl Body {
    /// The next bytes of it, never none.
    fn read<'c>(
        &mut self,
        from: &mut impl Read,
        chunk: &'c mut [u8],
    ) -> io::Result<&'c [u8]> {
        let room = self.left.min(chunk.len() as u64) as usize;
        let count = from.read(&mut chunk[..room])?;
        if count == 0 {
            let (size, came) = (self.size, self.size - self.left);
            return Err(
                Error::Cut { section: Section::Body, came, size }.into()
            );
        }
        self.left -= count as u64;
        Ok(&chunk[..count])
    }
}
