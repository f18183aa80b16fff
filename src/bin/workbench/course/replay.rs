//! `workbench replay` of an exercise: its program is the student's, so it runs
//! in the student's package.

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use workbench::exercise::{Task, Verdict};
use workbench::explore::Schedule;
use workbench::trace::Trace;

use super::build;
use super::check::allowed;
use super::folder::Folder;
use super::limited::{self, Answer};
use crate::args::{self, View};
use crate::labs::{self, Exercise};
use crate::output::{self, Usage};
use crate::save::Save;
use crate::screen::Screen;
use crate::token;

/// What makes the failing execution happen again.
pub(super) fn token(verdict: &Verdict) -> Option<String> {
    let schedule = verdict.schedule.as_ref()?;
    let word = format!("{}.{}", verdict.exercise, verdict.part + 1);
    Some(token::seal(&word, schedule))
}

/// The exercise that a token's word names, and which of its claims.
fn named(word: &str) -> Option<(&'static Exercise, usize)> {
    let (name, part) = word.split_once('.')?;
    let part = part.parse::<usize>().ok()?.checked_sub(1)?;
    let found = labs::exercises().find(|(_, it)| it.name == name)?;
    Some((found.1, part))
}

/// Runs the schedule of an exercise again; nothing if `word` is of none.
pub(crate) fn replay(
    word: &str,
    schedule: &Schedule,
    args: &args::Replay,
) -> Option<Result<ExitCode>> {
    let (exercise, part) = named(word)?;
    Some(Folder::find().and_then(|folder| {
        let save = args.save.as_deref().map(Save::new).transpose()?;
        let screen = Screen::new(&args.look, save.is_some());
        let verdict = again(&folder, exercise, part, schedule, &screen)?;
        tell(exercise, &verdict, &screen)?;
        if let (Some(save), Some(trace)) = (save, &verdict.trace) {
            save.write(&[trace_of(trace)?])?;
        }
        Ok(ExitCode::SUCCESS)
    }))
}

/// The execution once more.
///
/// # Errors
///
/// If the student's file is not what it was.
pub(super) fn again(
    folder: &Folder,
    exercise: &'static Exercise,
    part: usize,
    schedule: &Schedule,
    screen: &Screen,
) -> Result<Verdict> {
    let name = exercise.name;
    let changed = |why: &str| -> anyhow::Error {
        Usage::new(format!(
            "{why}; 'workbench course check {name}' makes a new token"
        ))
        .into()
    };
    folder.set_up()?;
    if !allowed(folder, exercise)? {
        return Err(changed("the file has words that it may not use"));
    }
    let color = output::color(screen.plain());
    let mut built = build::build(folder.root(), &[name], color)?;
    let program = built.take(name)?.program;
    let program = program.ok_or_else(|| changed("it does not compile"))?;
    let task = Task::Replay { part, schedule: schedule.to_string() };
    match limited::order(&program, task, screen, usize::MAX)? {
        Answer::Verdict(verdict, _) if verdict.trace.is_some() => Ok(verdict),
        Answer::Verdict(..) => {
            Err(changed("it does not fail in this order of steps any more"))
        }
        Answer::Ended(how) => Err(anyhow!(how)),
        Answer::TooLong => Err(anyhow!("it did not come to an end")),
    }
}

/// Every step, and the picture.
pub(super) fn tell(
    exercise: &Exercise,
    verdict: &Verdict,
    screen: &Screen,
) -> Result<()> {
    if !matches!(screen.view(), Some(View::Timeline | View::Json)) {
        let title = format!("{} · {}", exercise.name, verdict.claim);
        screen.title(&title, None)?;
        screen.table(&verdict.lines.join("\n"))?;
    }
    match &verdict.trace {
        Some(trace) if screen.view() != Some(View::Text) => {
            screen.trace(&trace_of(trace)?)
        }
        _ => Ok(()),
    }
}

fn trace_of(text: &str) -> Result<Trace> {
    Ok(Trace::from_json(text)?)
}
