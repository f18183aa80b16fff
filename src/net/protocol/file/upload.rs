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
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{
    AtFlags, CWD, Dir, FlockOperation, Mode, OFlags, flock, fsync, linkat,
    openat, renameat, statat, unlinkat,
};
use rustix::io::Errno;

use super::checksum::Checksum;
use super::name::{Name, OURS};
use super::root::{Root, is_file, no_file, told};

/// Uploads that were cut and are kept; of more, the oldest go.
const PARTS: usize = 32;

const FILE: Mode = Mode::from_raw_mode(0o644);

/// A file that comes.
pub(super) struct Upload<'a> {
    root: &'a Root,
    name: Name<'a>,
    /// Where it is to appear.
    folder: OwnedFd,
    file: File,
    /// What it is called beneath the root, once it has a name. As long as
    /// this is alive, it is locked.
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
        tidy(self.root).map_err(|why| told(why, "."))
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

/// What is kept of an upload that was cut: how much, and its checksum. An
/// error where there can be no such file.
pub(super) fn kept(root: &Root, name: Name<'_>) -> io::Result<(u64, Checksum)> {
    place(root, name)?;
    let mut checksum = Checksum::default();
    match root.read(&part(name)) {
        Ok((mut file, size)) => {
            checksum.read(&mut file, size)?;
            Ok((size, checksum))
        }
        Err(why) if why.kind() == ErrorKind::NotFound => Ok((0, checksum)),
        Err(why) => Err(why),
    }
}

/// The folder for it, in which nothing but a file has its name.
fn place(root: &Root, name: Name<'_>) -> io::Result<OwnedFd> {
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

/// Shows that somebody writes it; a file system without locks does without.
fn lock(file: &impl std::os::fd::AsFd) {
    let _ = flock(file, FlockOperation::NonBlockingLockExclusive);
}

/// Does it with a name that nobody has.
fn until_new<T>(
    mut make: impl FnMut(&str) -> Result<T, Errno>,
) -> Result<(T, String), Errno> {
    loop {
        let name = fresh();
        match make(&name) {
            // Of a server that had the same process number.
            Err(Errno::EXIST) => {}
            made => return made.map(|made| (made, name)),
        }
    }
}

const TEMPORARY: &str = "temporary-";
const PART: &str = "part-";

fn fresh() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    // Relaxed: a number is all that is asked of it.
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{OURS}{TEMPORARY}{}-{number}", std::process::id())
}

/// Where what is kept of an upload lies: a name of any length has one.
fn part(name: Name<'_>) -> String {
    let mut checksum = Checksum::default();
    checksum.update(name.path.as_bytes());
    format!("{OURS}{PART}{}", &checksum.hex()[..32])
}

fn nothing(name: Name<'_>, offset: u64) -> io::Error {
    let why = format!(
        "'{}': no upload was cut that can go on at offset {offset}; ask for \
         its 'part'",
        name.path
    );
    io::Error::new(ErrorKind::InvalidInput, why)
}

/// Removes what killed servers have left behind, and the oldest of too many
/// parts.
fn tidy(root: &Root) -> Result<(), Errno> {
    let mut parts = Vec::new();
    for entry in Dir::read_from(root)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(ours) =
            name.to_str().ok().and_then(|it| it.strip_prefix(OURS))
        else {
            continue;
        };
        let remove = || unlinkat(root, name, AtFlags::empty());
        if ours.starts_with(TEMPORARY) && is_forsaken(root, name) {
            remove()?;
        }
        if ours.starts_with(PART) {
            let stat = statat(root, name, AtFlags::SYMLINK_NOFOLLOW);
            parts.extend(stat.map(|it| (it.st_mtime, name.to_owned())));
        }
    }
    parts.sort_unstable();
    let many = parts.len().saturating_sub(PARTS);
    for (_, name) in &parts[..many] {
        // Somebody may go on with it by now.
        let _ = unlinkat(root, &**name, AtFlags::empty());
    }
    Ok(())
}

/// Whether nobody writes it any more.
fn is_forsaken(root: &Root, name: &std::ffi::CStr) -> bool {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = openat(root, name, flags | OFlags::CLOEXEC, Mode::empty());
    file.is_ok_and(|file| {
        flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok()
    })
}
