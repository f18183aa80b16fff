//! `workbench course hint`: a question before an answer.

use anyhow::Result;

use super::folder::Folder;
use crate::labs::Exercise;
use crate::screen::{BOLD, Screen};

/// Shows the next hint; after the last one, that one again.
pub(super) fn hint(
    mut folder: Folder,
    name: Option<&str>,
    screen: &Screen,
) -> Result<()> {
    let exercise = folder.exercise(name)?;
    show(&mut folder, exercise, screen)
}

/// As [`hint`](fn@hint), of an exercise that was found.
pub(super) fn show(
    folder: &mut Folder,
    exercise: &Exercise,
    screen: &Screen,
) -> Result<()> {
    let name = exercise.name;
    let hints: Vec<_> = exercise.hints.split("\n---\n").collect();
    let standing = folder.progress.of(name);
    standing.hints = (standing.hints + 1).min(hints.len());
    let number = standing.hints;
    folder.save()?;
    let title = format!("hint {number} of {} for {name}", hints.len());
    screen.print(&screen.paint(&title, BOLD))?;
    for line in hints[number - 1].lines() {
        screen.print(line)?;
    }
    match number < hints.len() {
        true => screen.print(&format!("more: workbench course hint {name}")),
        false => screen.print(&format!(
            "that was the last; the solution: workbench course solution \
             {name} --give-up"
        )),
    }
}
