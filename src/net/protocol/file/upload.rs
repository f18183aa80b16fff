//! A file that comes: there is nothing, or the one that was there, until
//! there is the whole new one.
//!
//! It has no name while it is written (`O_TMPFILE`), so that nothing is left
//! of it if the server is killed. Then it is written to disk, linked under a
//! name of the server's own, and renamed. An upload that is cut is renamed
//! too, to where the next one finds it and goes on.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::Path;

use rustix::fs::{
    AtFlags, CWD, Mode, OFlags, fsync, linkat, openat, renameat, statat,
    unlinkat,
};
use rustix::io::Errno;

use super::aside::{fresh, lock, part, tidy, until_new};
use super::checksum::Checksum;
use super::name::Name;
use super::root::{Root, is_file, no_file, told};

const FILE: Mode = Mode::from_raw_mode(0o644);

/// A file that comes.
pub(super) struct Upload<'a> {
    root: &'a Root,
    name: Name<'a>,
    /// Where it is to appear.
    folder: OwnedFd,
    file: File,
    /// What it is called beneath the root, once it has a name. It is locked
    /// as long as this lives.
    temporary: Option<String>,
}

impl<'a> Upload<'a> {
    /// A new one.
    pub(super) fn new(root: &'a Root, name: Name<'a>) -> io::Result<Self> {
        let folder = place(root, name)?;
        let told = |why| told(why, name.path);
        let (file, temporary) = create(root).map_err(told)?;
        Ok(Self { root, name, folder, file, temporary })
    }

    /// One that was cut, from `offset` on; the checksum of what is before.
    ///
    /// It is renamed first, so that of two that ask for it one gets it.
    pub(super) fn resume(
        root: &'a Root,
        name: Name<'a>,
        offset: u64,
    ) -> io::Result<(Self, Checksum)> {
        let folder = place(root, name)?;
        let temporary = fresh();
        let part = part(name);
        let renamed = renameat(root, &*part, root, &*temporary);
        renamed.map_err(|_| nothing(name, offset))?;
        let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = openat(root, &*temporary, flags, Mode::empty());
        let file = File::from(file.map_err(|why| told(why, name.path))?);
        lock(&file);
        let temporary = Some(temporary);
        let mut upload = Self { root, name, folder, file, temporary };
        if upload.file.metadata()?.len() < offset {
            upload.keep()?;
            return Err(nothing(name, offset));
        }
        upload.file.set_len(offset)?;
        let mut checksum = Checksum::default();
        checksum.read(&mut upload.file, offset)?;
        Ok((upload, checksum))
    }

    /// Writes what has come.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).map_err(|why| self.told(why))
    }

    /// Lets it appear. When this returns it is on disk, under its name.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.file.sync_all().map_err(|why| self.told(why))?;
        let path = self.name.path;
        let temporary = self.link()?;
        renameat(self.root, &*temporary, &self.folder, self.name.base)
            .map_err(|why| told(why, path))?;
        self.temporary = None;
        fsync(&self.folder).map_err(|why| told(why, path))
    }

    /// Keeps what has come for one that goes on with it.
    pub(super) fn keep(mut self) -> io::Result<()> {
        let temporary = self.link()?;
        renameat(self.root, &*temporary, self.root, &*part(self.name))
            .map_err(|why| told(why, self.name.path))?;
        self.temporary = None;
        tidy(self.root);
        Ok(())
    }

    /// Its name beneath the root, which it has from now on.
    fn link(&mut self) -> io::Result<String> {
        if let Some(name) = &self.temporary {
            return Ok(name.clone());
        }
        let file = format!("{DESCRIPTORS}/{}", self.file.as_raw_fd());
        let name = until_new(|name| {
            linkat(CWD, &*file, self.root, name, AtFlags::SYMLINK_FOLLOW)
        });
        let ((), name) = name.map_err(|why| told(why, self.name.path))?;
        self.temporary = Some(name.clone());
        Ok(name)
    }

    fn told(&self, why: io::Error) -> io::Error {
        match Errno::from_io_error(&why) {
            Some(why) => told(why, self.name.path),
            None => why,
        }
    }
}

impl Drop for Upload<'_> {
    fn drop(&mut self) {
        if let Some(name) = &self.temporary {
            // Whoever tidies up later finds it unlocked.
            let _ = unlinkat(self.root, &**name, AtFlags::empty());
        }
    }
}

/// The folder for it, in which nothing but a file has its name.
pub(super) fn place(root: &Root, name: Name<'_>) -> io::Result<OwnedFd> {
    let folder = root.folder(name.folder)?;
    match statat(&folder, name.base, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(there) if !is_file(&there) => Err(no_file(name.path)),
        Ok(_) | Err(Errno::NOENT) => Ok(folder),
        Err(why) => Err(told(why, name.path)),
    }
}

/// Where a file without a name can be linked from.
const DESCRIPTORS: &str = "/proc/self/fd";

/// A new file, without a name where the file system has such.
fn create(root: &Root) -> Result<(File, Option<String>), Errno> {
    let flags = OFlags::RDWR | OFlags::CLOEXEC;
    let nameless = || openat(root, ".", flags | OFlags::TMPFILE, FILE);
    let file = match Path::new(DESCRIPTORS).exists() {
        true => nameless().ok(),
        false => None,
    };
    let (file, name) = match file {
        Some(file) => (file, None),
        None => {
            let flags = flags | OFlags::CREATE | OFlags::EXCL;
            let (file, name) =
                until_new(|name| openat(root, name, flags, FILE))?;
            (file, Some(name))
        }
    };
    lock(&file);
    Ok((file.into(), name))
}

fn nothing(name: Name<'_>, offset: u64) -> io::Error {
    let why = format!(
        "'{}': no upload was cut that can go on at offset {offset}; ask for \
         its 'part'",
        name.path
    );
    io::Error::new(ErrorKind::InvalidInput, why)
}
