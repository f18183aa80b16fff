//! `workbench course update`: newer exercises and checks, and the student's
//! work as it was.

use anyhow::Result;

use super::folder::Folder;
use super::progress::mark;
use crate::labs;
use crate::screen::Screen;

/// Lays down what is not the student's, new exercises, and newer starters
/// where nobody has begun.
pub(super) fn update(mut folder: Folder, screen: &Screen) -> Result<()> {
    let mut news: Vec<String> = folder.set_up()?;
    for (_, exercise) in labs::exercises() {
        let name = exercise.name;
        let given = folder.progress.of(name).given.clone();
        if given == mark(exercise.starter) && folder.work(exercise).exists() {
            continue;
        }
        let begun = folder.work(exercise).exists()
            && mark(&folder.read_work(exercise)?) != given;
        if begun {
            news.push(format!(
                "{name}.rs stays as you have it; there is a newer starter: \
                 workbench course reset {name}"
            ));
        } else {
            folder.give(exercise)?;
            news.push(format!("{name}.rs"));
        }
    }
    folder.save()?;
    match news.is_empty() {
        true => screen.print("nothing is newer"),
        false => news.iter().try_for_each(|it| screen.print(it)),
    }
}
