//! `workbench course`: exercises in a folder of the student's own.
//!
//! The folder is a package with a test target for each exercise. To check one
//! is to look at its words ([`allowed`]), to build it ([`build`]) and to run
//! its check in a process of its own that can be ended ([`limited`]). What
//! comes of it is a [`ruling`].

mod allowed;
mod build;
mod check;
mod folder;
mod hint;
mod init;
mod limited;
mod list;
mod package;
mod progress;
mod replay;
mod reset;
mod ruling;
mod solution;
mod update;
mod watch;

use std::process::ExitCode;

use anyhow::Result;

use crate::args::{Course, CourseCommand};
use crate::interrupt;
use crate::screen::Screen;
use folder::Folder;
pub(crate) use replay::replay;

/// Does what was typed.
pub(crate) fn run(course: &Course) -> Result<ExitCode> {
    interrupt::listen()?;
    let screen = Screen::of_words(course.plain);
    let Some(command) = &course.command else {
        list::list(&Folder::find()?, &screen)?;
        return Ok(ExitCode::SUCCESS);
    };
    match command {
        CourseCommand::Init { dir } => init::init(dir, &screen)?,
        CourseCommand::List => list::list(&Folder::find()?, &screen)?,
        CourseCommand::Update => update::update(Folder::find()?, &screen)?,
        CourseCommand::Watch { name } => {
            return watch::watch(Folder::find()?, name.as_deref(), screen);
        }
        CourseCommand::Check { name, all } => {
            let folder = Folder::find()?;
            return check::check(folder, name.as_deref(), *all, &screen);
        }
        CourseCommand::Hint { name } => {
            hint::hint(Folder::find()?, name.as_deref(), &screen)?;
        }
        CourseCommand::Solution { name, give_up } => {
            solution::solution(Folder::find()?, name.as_deref(), *give_up)?;
        }
        CourseCommand::Reset { name } => {
            reset::reset(Folder::find()?, name, &screen)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
