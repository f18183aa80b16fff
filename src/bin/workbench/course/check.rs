//! `workbench course check`: the verdict on an exercise, or on them all.

use std::process::ExitCode;

use anyhow::Result;
use workbench::exercise::{Finding, Task};

use super::allowed::{Refusal, refusals};
use super::build::{self, Built};
use super::folder::Folder;
use super::limited::{self, Answer};
use super::ruling::Ruling;
use crate::labs::{self, Exercise};
use crate::output;
use crate::screen::Screen;
use crate::spinner::Spinner;

/// Lines of a table in a verdict.
const LINES: usize = 12;

/// Checks what was asked for. The exit code is the highest of them.
pub(super) fn check(
    mut folder: Folder,
    name: Option<&str>,
    all: bool,
    screen: &Screen,
) -> Result<ExitCode> {
    let exercises: Vec<&'static Exercise> = match all {
        true => labs::exercises().map(|(_, it)| it).collect(),
        false => vec![folder.exercise(name)?],
    };
    let mut code = 0;
    rule(&mut folder, &exercises, screen, |exercise, ruling| {
        code = code.max(ruling.code());
        ruling.tell(exercise, screen)
    })?;
    match folder.next() {
        Some(next) if all || code == 0 => {
            let name = next.name;
            screen.print(&format!("next: workbench course check {name}"))?;
        }
        Some(_) => {}
        None => screen.print("every exercise has passed")?,
    }
    Ok(code.into())
}

/// Says to `each` what comes of these exercises, and keeps what has passed.
///
/// # Errors
///
/// If something else than the student's code is at fault, or `each` fails.
pub(super) fn rule(
    folder: &mut Folder,
    exercises: &[&'static Exercise],
    screen: &Screen,
    mut each: impl FnMut(&'static Exercise, &Ruling) -> Result<()>,
) -> Result<()> {
    for name in folder.set_up()? {
        screen.print(&format!("{name} is put back: it is no part of yours"))?;
    }
    let mut found = Vec::new();
    for exercise in exercises {
        let text = folder.read_work(exercise)?;
        folder.make_new(exercise, &text)?;
        found.push(refusals(&text, exercise));
    }
    let is_good = |it: &Option<Vec<Refusal>>| {
        it.as_ref().is_none_or(|found| found.is_empty())
    };
    let names = exercises.iter().zip(&found);
    let names = names.filter(|(_, found)| is_good(found));
    let names: Vec<_> = names.map(|(exercise, _)| exercise.name).collect();
    let color = output::color(screen.plain());
    let mut built = match names.is_empty() {
        true => None,
        false => {
            // The first time it builds the library, and that takes long.
            screen.allow_bars();
            let _spinner = Spinner::start();
            Some(build::build(folder.root(), &names, color)?)
        }
    };
    for (exercise, found) in exercises.iter().zip(found) {
        let ruling = match (found, &mut built) {
            (Some(found), _) if !found.is_empty() => Ruling::Refused(found),
            (found, Some(built)) => {
                run(built.take(exercise.name)?, found.is_some(), screen)?
            }
            (_, None) => continue,
        };
        keep(folder, exercise, &ruling)?;
        each(exercise, &ruling)?;
    }
    Ok(())
}

/// Whether a file has only words that it may have.
pub(super) fn allowed(folder: &Folder, exercise: &Exercise) -> Result<bool> {
    let found = refusals(&folder.read_work(exercise)?, exercise);
    Ok(found.is_some_and(|found| found.is_empty()))
}

/// Has its check run, if it compiles.
fn run(built: Built, was_read: bool, screen: &Screen) -> Result<Ruling> {
    let Some(program) = built.program else {
        return Ok(Ruling::DoesNotCompile(built.said));
    };
    if !was_read {
        let how = "it compiles, and yet its words cannot be told apart";
        return Ok(Ruling::Ended(how.to_owned()));
    }
    Ok(match limited::order(&program, Task::Check, screen, LINES)? {
        Answer::Verdict(verdict, false) if verdict.finding == Finding::Pass => {
            Ruling::Ended("it failed after its check".to_owned())
        }
        Answer::Verdict(verdict, _) => Ruling::Checked(verdict, built.said),
        Answer::Ended(how) => Ruling::Ended(how),
        Answer::TooLong => Ruling::Hangs,
    })
}

fn keep(
    folder: &mut Folder,
    exercise: &Exercise,
    ruling: &Ruling,
) -> Result<()> {
    let passed = ruling.is_pass();
    if folder.progress.has_passed(exercise.name) == passed {
        return Ok(());
    }
    folder.progress.of(exercise.name).passed = passed;
    if passed {
        folder.progress.last = Some(exercise.name.to_owned());
    }
    folder.save()
}
