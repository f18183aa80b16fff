//! `workbench course solution`: how it can be done.

use anyhow::Result;

use super::folder::Folder;
use crate::output::{self, Usage};

/// Prints the solution of an exercise that has passed, or was given up.
pub(super) fn solution(
    folder: Folder,
    name: Option<&str>,
    give_up: bool,
) -> Result<()> {
    let last = folder.progress.last.as_deref().filter(|_| !give_up);
    let exercise = folder.exercise(name.or(last))?;
    let name = exercise.name;
    if !folder.progress.has_passed(name) && !give_up {
        return Err(Usage::new(format!(
            "'{name}' has not passed yet; 'workbench course hint {name}' \
             helps, and 'workbench course solution {name} --give-up' shows it \
             all the same"
        ))
        .into());
    }
    Ok(output::write(exercise.solution)?)
}
