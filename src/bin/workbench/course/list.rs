//! `workbench course list`: the exercises, and how far the student is.

use anyhow::Result;

use super::folder::Folder;
use crate::labs::{self, Exercise};
use crate::screen::{BOLD, DIM, RIGHT, Screen};

/// A line for each exercise, and what to type next.
pub(super) fn list(folder: &Folder, screen: &Screen) -> Result<()> {
    let all = || labs::exercises().map(|(_, it)| it);
    let names = all().map(|it| it.name.len()).max().unwrap_or(0);
    let next = folder.next();
    for exercise in all() {
        let Exercise { name, title, minutes, .. } = *exercise;
        let (word, style) = match folder.progress.has_passed(name) {
            true => ("passed", RIGHT),
            false if next.is_some_and(|it| it.name == name) => ("next", BOLD),
            false => ("", DIM),
        };
        let word = screen.paint(&format!("{word:6}"), style);
        let time = screen.paint(&format!("{minutes} min"), DIM);
        screen.print(&format!("{word}  {name:names$}  {time}  {title}"))?;
    }
    let next = match next {
        Some(next) => format!("next: workbench course check {}", next.name),
        None => "that is all there is".to_owned(),
    };
    let (passed, count) = folder.passed();
    screen.print(&format!("{passed} of {count} passed; {next}"))
}
