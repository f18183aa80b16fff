//! The folder that is served, and nothing outside it.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;

use rustix::fs::{
    CWD, FileType, Mode, OFlags, ResolveFlags, Stat, fstat, openat, openat2,
};
use rustix::io::Errno;

/// The folder that is served, by its descriptor.
///
/// What is opened is found from there by the system itself, which refuses
/// every step that would leave it, also while somebody puts links in the way.
#[derive(Debug)]
pub(super) struct Root(OwnedFd);

impl Root {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let shown = path.display();
        let told = |why: Errno| {
            let why = io::Error::from(why);
            io::Error::new(why.kind(), format!("{shown}: {why}"))
        };
        let folder = openat(CWD, path, FOLDER, Mode::empty()).map_err(told)?;
        let root = Self(folder);
        match root.find(".", FOLDER) {
            Err(Errno::NOSYS | Errno::PERM) => Err(io::Error::new(
                ErrorKind::Unsupported,
                "this system has no openat2, without which a file name could \
                 lead out of the served folder; Linux has it since 5.6, and \
                 some containers forbid it",
            )),
            Err(why) => Err(told(why)),
            Ok(_) => Ok(root),
        }
    }

    /// Opens what is there already.
    fn find(&self, path: &str, flags: OFlags) -> Result<OwnedFd, Errno> {
        let beneath = ResolveFlags::BENEATH
            | ResolveFlags::NO_SYMLINKS
            | ResolveFlags::NO_MAGICLINKS;
        openat2(&self.0, path, flags, Mode::empty(), beneath)
    }

    /// Opens a file to be read; how many bytes it has.
    pub(super) fn read(&self, path: &str) -> io::Result<(File, u64)> {
        // A pipe without a writer would be waited for.
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let told = |why| told(why, path);
        let file = self.find(path, flags | OFlags::NOCTTY).map_err(told)?;
        let stat = fstat(&file).map_err(told)?;
        match is_file(&stat) {
            true => Ok((file.into(), stat.st_size.cast_unsigned())),
            false => Err(no_file(path)),
        }
    }

    /// Opens a folder.
    pub(super) fn folder(&self, path: &str) -> io::Result<OwnedFd> {
        self.find(path, FOLDER).map_err(|why| told(why, path))
    }
}

impl AsFd for Root {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.0.as_fd()
    }
}

const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

pub(super) fn is_file(stat: &Stat) -> bool {
    FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile
}

pub(super) fn no_file(path: &str) -> io::Error {
    let why = format!("'{path}': it is no file, but something else");
    io::Error::new(ErrorKind::InvalidInput, why)
}

/// What the system says, in the words of who asked.
pub(super) fn told(why: Errno, path: &str) -> io::Error {
    let word = match why {
        Errno::XDEV | Errno::LOOP => {
            "a link is in the way, or it leads out of the served folder"
        }
        Errno::NOENT => "no such file or folder",
        Errno::NXIO => "it is no file, but something else",
        Errno::NOTDIR => "a part of it is no folder",
        Errno::ISDIR => "it is a folder",
        Errno::NOSPC | Errno::DQUOT => "the server has no room for it",
        Errno::FBIG => "the server takes no file of that size",
        _ => {
            let why = io::Error::from(why);
            return io::Error::new(why.kind(), format!("'{path}': {why}"));
        }
    };
    let kind = io::Error::from(why).kind();
    io::Error::new(kind, format!("'{path}': {word}"))
}
