//! Files that appear whole or not at all.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::NamedTempFile;
use workbench::trace::Trace;

use crate::interrupt::{Undo, undoable};
use crate::output::{self, Usage};

/// A file to keep traces in.
pub(crate) struct Save<'a> {
    path: &'a Path,
    /// In the same folder, so that it can be renamed.
    file: NamedTempFile,
    _undo: Undo,
}

impl<'a> Save<'a> {
    /// Makes sure that there can be a file at `path`, before anything runs.
    ///
    /// # Errors
    ///
    /// If there cannot.
    pub(crate) fn new(path: &'a Path) -> Result<Self> {
        let refused = |why: &str| {
            let path = path.display();
            Usage::new(format!("cannot save as '{path}': {why}"))
        };
        if path.extension().is_none_or(|ending| ending != "json") {
            return Err(refused("name a file that ends in '.json'").into());
        }
        if path.is_dir() {
            return Err(refused("it is a folder; name a file in it").into());
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let make = || new_file().tempfile_in(folder);
        let (file, undo) = undoable(make, |file| {
            let path = file.path().to_owned();
            // Leaving anyway: nobody is left to be told if this fails.
            move || drop(std::fs::remove_file(path))
        })
        .map_err(|why| {
            refused(&format!(
                "{}; name a file in a folder that can be written",
                output::reason(&why)
            ))
        })?;
        Ok(Self { path, file, _undo: undo })
    }

    /// Writes `traces`, one after another, and lets the file appear.
    ///
    /// # Errors
    ///
    /// If the system refuses, for want of room perhaps.
    pub(crate) fn write(mut self, traces: &[Trace]) -> Result<()> {
        let saving = || format!("cannot save as '{}'", self.path.display());
        for trace in traces {
            let text = trace.to_json();
            self.file.write_all(text.as_bytes()).with_context(saving)?;
        }
        self.file.persist(self.path).with_context(saving)?;
        Ok(())
    }
}

/// A file that the user's other programs may read, as any new file is.
#[cfg(unix)]
fn new_file() -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = tempfile::Builder::new();
    builder.permissions(std::fs::Permissions::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn new_file() -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}
