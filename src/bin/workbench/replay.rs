//! `workbench replay`: one schedule again, step by step.

use std::process::ExitCode;

use anyhow::Result;
use workbench::explore::{FailureKind, GameEnd};

use crate::args::{self, View};
use crate::course;
use crate::explore::standstill;
use crate::output::Usage;
use crate::save::Save;
use crate::screen::Screen;
use crate::subject::Subject;
use crate::token;

/// Runs what the token says, and tells every step.
pub(crate) fn run(args: &args::Replay) -> Result<ExitCode> {
    let (word, schedule) = token::open(&args.token)?;
    if let Some(replayed) = course::replay(word, &schedule, args) {
        return replayed;
    }
    let subject = Subject::read(word)?;
    let save = args.save.as_deref().map(Save::new).transpose()?;
    let screen = Screen::new(&args.look, save.is_some());
    let mut game = subject.explorer().play(subject.program());
    game.follow(&schedule);
    let failure = match game.end() {
        Some(GameEnd::Failed(failure)) => Some(failure),
        _ => None,
    };
    let kind = failure.as_ref().map(|it| it.kind());
    if kind == Some(FailureKind::OtherProgram) {
        return Err(other_program(&subject).into());
    }
    if !matches!(screen.view(), Some(View::Timeline | View::Json)) {
        screen.title(&subject.title(), None)?;
        screen.table(&game.table(&screen.rows(usize::MAX)))?;
        let standstill = standstill(game.trace());
        match &failure {
            None => screen.result("  it came to its end", true)?,
            Some(failure) if standstill.is_empty() => {
                screen.result(&format!("  {}", failure.message()), false)?;
            }
            // The picture says it, too.
            Some(_) if screen.view().is_none() => {}
            Some(_) => {
                for line in standstill {
                    screen.print(&format!("  {line}"))?;
                }
            }
        }
    }
    if screen.view() != Some(View::Text) {
        screen.trace(game.trace())?;
    }
    if let Some(save) = save {
        save.write(&[game.trace().clone()])?;
    }
    Ok(ExitCode::SUCCESS)
}

fn other_program(subject: &Subject) -> Usage {
    Usage::new(format!(
        "this token is of another program than 'workbench explore {}' \
         explores; that makes a new one",
        subject.words()
    ))
}
