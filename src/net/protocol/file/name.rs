//! Names as callers give them.

use std::io::{self, ErrorKind};

/// What names begin with that the server has given itself.
pub(super) const OURS: &str = ".workbench-";

/// Bytes of a part of a name, as Linux has it.
const LONGEST: usize = 255;

/// A name below the root, looked at as text.
///
/// That it does not lead out of the root is for the system to see to: text
/// says nothing about links. This is here for a clear word, and so that a
/// name has no two forms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'a> {
    /// The whole of it.
    pub(super) path: &'a str,
    /// What is before its last slash; `.` if it has none.
    pub(super) folder: &'a str,
    /// What is behind it.
    pub(super) base: &'a str,
}

impl<'a> Name<'a> {
    /// # Errors
    ///
    /// `InvalidInput`, with a clear word.
    pub(super) fn of_file(path: &'a str) -> io::Result<Self> {
        let refused = |why: &str| {
            let shown: String = path.chars().take(80).collect();
            let why = format!("file name {shown:?}: {why}");
            Err(io::Error::new(ErrorKind::InvalidInput, why))
        };
        if path.starts_with('/') {
            return refused("it begins at the root of the file system");
        }
        for part in path.split('/') {
            match part {
                "" => return refused("a part of it is empty"),
                "." | ".." => return refused("'.' and '..' are no names"),
                _ if part.contains('\0') => return refused("NUL is in it"),
                _ if part.len() > LONGEST => {
                    return refused("more than 255 bytes between slashes");
                }
                _ if part.starts_with(OURS) => {
                    return refused("the server has such names for itself");
                }
                _ => {}
            }
        }
        let (folder, base) = path.rsplit_once('/').unwrap_or((".", path));
        Ok(Self { path, folder, base })
    }

    /// The path of a folder; none and `.` are the root.
    ///
    /// # Errors
    ///
    /// As [`of_file`](Self::of_file).
    pub(super) fn of_folder(path: &'a str) -> io::Result<&'a str> {
        match path.trim_end_matches('/') {
            "" | "." if !path.starts_with('/') => Ok("."),
            _ => Self::of_file(path.strip_suffix('/').unwrap_or(path))
                .map(|name| name.path),
        }
    }
}
