//! `workbench course list`: the exercises, and how far the student is.

use anyhow::Result;

use super::folder::Folder;
use crate::labs;
use crate::screen::{DIM, RIGHT, Screen};

/// A line for each exercise, and what to type next.
pub(super) fn list(folder: &Folder, screen: &Screen) -> Result<()> {
    let all = || labs::exercises();
    let width = |it: &str| it.len();
    let names = all().map(|(_, it)| width(it.name)).max().unwrap_or(0);
    let titles = all().map(|(_, it)| width(it.title)).max().unwrap_or(0);
    let next = folder.next();
    let mut passed = 0;
    for (lab, exercise) in all() {
        let name = exercise.name;
        let (word, style) = match folder.progress.has_passed(name) {
            true => ("passed", RIGHT),
            false if next.is_some_and(|it| it.name == name) => ("next", DIM),
            false => ("", DIM),
        };
        passed += usize::from(folder.progress.has_passed(name));
        let word = screen.paint(&format!("{word:6}"), style);
        let lab = format!("{:2} min  lab {}", exercise.minutes, lab.name);
        let lab = screen.paint(&lab, DIM);
        let title = exercise.title;
        screen
            .print(&format!("{word}  {name:names$}  {title:titles$}  {lab}"))?;
    }
    let next = match next {
        Some(next) => format!("next: workbench course check {}", next.name),
        None => "that is all there is".to_owned(),
    };
    screen.print(&format!("{passed} of {} passed; {next}", all().count()))
}
