//! Files of this machine.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{Files, Progress};

impl Files {
    /// Sends the file at `path` as [`put`](Self::put) does; how many bytes it
    /// has.
    ///
    /// # Errors
    ///
    /// As `put`; if there is no file at `path`.
    pub fn put_file(
        &mut self,
        name: &str,
        path: impl AsRef<Path>,
        progress: Progress<'_>,
    ) -> io::Result<u64> {
        let path = path.as_ref();
        let open = || {
            // Before it is opened: a pipe would be waited for.
            match fs::metadata(path)?.is_file() {
                true => {
                    let file = File::open(path)?;
                    let size = file.metadata()?.len();
                    Ok((file, size))
                }
                false => Err(io::Error::new(
                    ErrorKind::InvalidInput,
                    "it is no file, but something else",
                )),
            }
        };
        let (mut file, size) = open().map_err(|why| about(why, path))?;
        self.put(name, &mut file, size, progress)?;
        Ok(size)
    }

    /// Fetches the file `name` to `path`; how many bytes it has. It is
    /// written beside `path`, as `.NAME.workbench-part`, and renamed when it
    /// is whole and on disk. With replies, what lies there already is not
    /// fetched again.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get); if `path` cannot be written.
    pub fn get_file(
        &mut self,
        name: &str,
        path: impl AsRef<Path>,
        progress: Progress<'_>,
    ) -> io::Result<u64> {
        let path = path.as_ref();
        let part = part(path).map_err(|why| about(why, path))?;
        let mut options = OpenOptions::new();
        options.create(true).append(true).truncate(false);
        let open = || {
            let to = options.open(&part)?;
            if !self.replies {
                to.set_len(0)?;
            }
            let offset = to.metadata()?.len();
            Ok((to, offset, File::open(&part)?))
        };
        let opened = open().map_err(|why| about(why, &part));
        let (mut to, offset, mut before) = opened?;
        let got = self.get(name, &mut before, offset, &mut to, progress);
        let size = got.inspect_err(|why| {
            let is_empty = to.metadata().is_ok_and(|it| it.len() == 0);
            // Only what was cut can be gone on with.
            let refused = [ErrorKind::InvalidData, ErrorKind::Other];
            if is_empty || refused.contains(&why.kind()) {
                let _ = fs::remove_file(&part);
            }
        })?;
        let appear = || {
            to.sync_all()?;
            fs::rename(&part, path)
        };
        appear().map_err(|why| about(why, path))?;
        Ok(size)
    }
}

/// Where it is written meanwhile.
fn part(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| {
        io::Error::new(ErrorKind::InvalidInput, "that is no name of a file")
    })?;
    let mut part = OsString::from(".");
    part.push(name);
    part.push(".workbench-part");
    Ok(path.with_file_name(part))
}

fn about(why: io::Error, path: &Path) -> io::Error {
    io::Error::new(why.kind(), format!("{}: {why}", path.display()))
}
