//! What is in a folder.

use std::io;

use rustix::fs::{AtFlags, Dir, FileType, statat};

use super::MAX_LISTING;
use super::message::Entry;
use super::name::{Name, OURS};
use super::root::{Root, is_file, told};

/// Bytes of a letter as JSON, at most.
const LETTER: usize = 6;

/// Bytes of an entry without its name, at most.
const ENTRY: usize = 48;

/// The files and folders in it, by name, as JSON. What callers cannot get is
/// left out: links, pipes, names that are not UTF-8.
pub(super) fn list(root: &Root, path: &str) -> io::Result<Vec<u8>> {
    let path = Name::of_folder(path)?;
    let folder = root.folder(path)?;
    let told = |why| told(why, path);
    let mut entries = Vec::new();
    let mut size = 0;
    for entry in Dir::read_from(&folder).map_err(told)? {
        let entry = entry.map_err(told)?;
        let Ok(name) = entry.file_name().to_str() else { continue };
        if matches!(name, "." | "..") || name.starts_with(OURS) {
            continue;
        }
        // It may be gone since.
        let stat = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW);
        let Ok(stat) = stat else { continue };
        let bytes = match is_file(&stat) {
            true => Some(stat.st_size.cast_unsigned()),
            false => None,
        };
        let kind = FileType::from_raw_mode(stat.st_mode);
        if bytes.is_none() && kind != FileType::Directory {
            continue;
        }
        size += LETTER * name.len() + ENTRY;
        if size > MAX_LISTING {
            let why = format!("'{path}': too much is in it to be listed");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
        }
        entries.push(Entry { name: name.to_owned(), size: bytes });
    }
    entries.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(serde_json::to_vec(&entries)?)
}
