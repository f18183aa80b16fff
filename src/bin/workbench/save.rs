//! Files that appear whole or not at all.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::NamedTempFile;
use workbench::trace::Trace;
use workbench::trace::render::{Svg, perfetto, svg};

use crate::interrupt::{Undo, undoable};
use crate::output::{self, Usage};

/// A file that is not there yet.
pub(crate) struct Coming<'a> {
    path: &'a Path,
    /// In the same folder, so that it can be renamed.
    file: NamedTempFile,
    _undo: Undo,
}

impl<'a> Coming<'a> {
    /// Makes sure that there can be a file at `path`.
    ///
    /// # Errors
    ///
    /// If there cannot.
    pub(crate) fn new(path: &'a Path) -> io::Result<Self> {
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let make = || new_file().tempfile_in(folder);
        let (file, undo) = undoable(make, |file| {
            let path = file.path().to_owned();
            // Leaving anyway: nobody is left to be told if this fails.
            move || drop(std::fs::remove_file(path))
        })?;
        Ok(Self { path, file, _undo: undo })
    }

    /// Writes `bytes`, after what was written before.
    ///
    /// # Errors
    ///
    /// If the system refuses, for want of room perhaps.
    pub(crate) fn write(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.file.write_all(bytes.as_ref())
    }

    /// Lets the file appear, in place of the one that is there.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn appear(self) -> io::Result<()> {
        self.file.persist(self.path).map(drop).map_err(|it| it.error)
    }
}

/// What a file of traces is, as its name says.
#[derive(Clone, Copy)]
enum Format {
    /// Lines of JSON, which `workbench show` draws again.
    Json,
    /// For the Perfetto UI.
    Perfetto,
    /// A picture.
    Svg,
}

impl Format {
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "json" => Some(Self::Json),
            "perfetto-trace" => Some(Self::Perfetto),
            "svg" => Some(Self::Svg),
            _ => None,
        }
    }

    fn of_all(self, traces: &[Trace]) -> Vec<u8> {
        match self {
            Self::Json => {
                traces.iter().flat_map(|it| it.to_json().into_bytes()).collect()
            }
            Self::Perfetto => perfetto(traces),
            Self::Svg => svg(traces, &Svg::default()).into_bytes(),
        }
    }
}

/// A file to keep traces in.
pub(crate) struct Save<'a> {
    file: Coming<'a>,
    format: Format,
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
        let Some(format) = Format::of(path) else {
            return Err(refused(
                "name a file that ends in '.json', '.svg' or \
                 '.perfetto-trace'",
            )
            .into());
        };
        if path.is_dir() {
            return Err(refused("it is a folder; name a file in it").into());
        }
        let file = Coming::new(path).map_err(|why| {
            refused(&format!(
                "{}; name a file in a folder that can be written",
                output::reason(&why)
            ))
        })?;
        Ok(Self { file, format })
    }

    /// Writes `traces`, one after another, and lets the file appear.
    ///
    /// # Errors
    ///
    /// If the system refuses, for want of room perhaps.
    pub(crate) fn write(self, traces: &[Trace]) -> Result<()> {
        let Self { mut file, format } = self;
        let path = file.path;
        let saving = || format!("cannot save as '{}'", path.display());
        file.write(format.of_all(traces)).with_context(saving)?;
        file.appear().with_context(saving)
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
