//! What lies beneath the root under names of the server's own: files that are
//! being written, and what is kept of uploads that were cut.
//!
//! Callers see none of it, and cannot name it.

use std::ffi::CStr;
use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{
    AtFlags, Dir, FlockOperation, Mode, OFlags, flock, openat, statat, unlinkat,
};
use rustix::io::Errno;

use super::checksum::Checksum;
use super::name::{Name, OURS};
use super::root::Root;
use super::upload::place;

const TEMPORARY: &str = "temporary-";
const PART: &str = "part-";

/// Uploads that were cut and are kept; of more, the oldest go.
const PARTS: usize = 32;

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

/// Shows that somebody writes it; a file system without locks does without.
pub(super) fn lock(file: &impl AsFd) {
    let _ = flock(file, FlockOperation::NonBlockingLockExclusive);
}

/// Does it with a name that nobody has.
pub(super) fn until_new<T>(
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

/// A name that no other file of this process has.
pub(super) fn fresh() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    // Relaxed: a number is all that is asked of it.
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{OURS}{TEMPORARY}{}-{number}", std::process::id())
}

/// Where what is kept of an upload lies: a name of any length has one.
pub(super) fn part(name: Name<'_>) -> String {
    let mut checksum = Checksum::default();
    checksum.update(name.path.as_bytes());
    format!("{OURS}{PART}{}", &checksum.hex()[..32])
}

/// Removes what killed servers have left behind, and the oldest of too many
/// parts. Only room is at stake, so that what cannot be removed stays.
pub(super) fn tidy(root: &Root) {
    let Ok(entries) = Dir::read_from(root) else { return };
    let mut parts = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let text = name.to_str().ok();
        let ours = text.and_then(|it| it.strip_prefix(OURS));
        let Some(ours) = ours else { continue };
        if ours.starts_with(TEMPORARY) && is_forsaken(root, name) {
            let _ = unlinkat(root, name, AtFlags::empty());
        }
        if ours.starts_with(PART) {
            let stat = statat(root, name, AtFlags::SYMLINK_NOFOLLOW);
            parts.extend(stat.map(|it| (it.st_mtime, name.to_owned())));
        }
    }
    parts.sort_unstable();
    let many = parts.len().saturating_sub(PARTS);
    for (_, name) in &parts[..many] {
        let _ = unlinkat(root, &**name, AtFlags::empty());
    }
}

/// Whether nobody writes it any more.
fn is_forsaken(root: &Root, name: &CStr) -> bool {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = openat(root, name, flags | OFlags::CLOEXEC, Mode::empty());
    file.is_ok_and(|file| {
        flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok()
    })
}
