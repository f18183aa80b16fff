//! `workbench course reset`: an exercise as it was given.

use std::fs;

use anyhow::{Context, Result};

use super::folder::Folder;
use crate::screen::Screen;

/// Lays the starter down again. What the student had is kept beside it, the
/// last time only.
pub(super) fn reset(
    mut folder: Folder,
    name: &str,
    screen: &Screen,
) -> Result<()> {
    let exercise = folder.exercise(Some(name))?;
    let work = folder.work(exercise);
    let kept = work.with_extension("old.rs");
    if work.exists() {
        let keeping = || format!("cannot keep '{}'", kept.display());
        fs::rename(&work, &kept).with_context(keeping)?;
        screen.print(&format!("what you had is kept as {}", kept.display()))?;
    }
    folder.give(exercise)?;
    folder.progress.of(name).passed = false;
    folder.save()?;
    screen.print(&format!("{} is as it was given", work.display()))
}
