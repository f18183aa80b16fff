//! `workbench course init`: a folder with every exercise.

use std::path::Path;
use std::{fs, io};

use anyhow::{Context, Result};

use super::folder::Folder;
use super::package;
use crate::labs;
use crate::output::{self, Usage};
use crate::screen::Screen;

/// Makes the folder, if nothing is there that could be lost.
pub(super) fn init(dir: &Path, screen: &Screen) -> Result<()> {
    check_empty(dir)?;
    let mut folder = Folder::new(dir.to_owned());
    folder.set_up()?;
    let (name, text) = package::LOCK_FILE;
    folder.write(name, text)?;
    let mut minutes = 0;
    for (_, exercise) in labs::exercises() {
        folder.give(exercise)?;
        minutes += exercise.minutes;
    }
    // Last: with it the folder is a course.
    folder.save()?;
    let count = labs::exercises().count();
    let dir = dir.display();
    screen.print(&format!("{count} exercises in {dir}, {minutes} minutes"))?;
    screen.print(&format!("next: cd {dir}"))?;
    screen.print("      workbench course watch")
}

fn check_empty(dir: &Path) -> Result<()> {
    let mut entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            let making = || format!("cannot make '{}'", dir.display());
            return fs::create_dir_all(dir).with_context(making);
        }
        Err(why) => return Err(refused(dir, &output::reason(&why))),
    };
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(refused(dir, "it is not empty")),
    }
}

fn refused(dir: &Path, why: &str) -> anyhow::Error {
    Usage::new(format!(
        "cannot make a course in '{}': {why}; name a folder that is not there \
         yet",
        dir.display()
    ))
    .into()
}
