//! `workbench course watch`: a verdict for every save.
//!
//! Saves ([`files`]) and keys ([`keys`]) come in as news, one after the other.
//! Whatever the student's code does, it does in another process; what goes
//! wrong here is told, and the next save is waited for.

mod files;
mod keys;

use std::collections::VecDeque;
use std::io::{IsTerminal, stdout};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::Result;
use workbench::exercise::Verdict;

use super::check::rule;
use super::folder::Folder;
use super::hint;
use super::replay;
use super::ruling::Ruling;
use crate::labs::Exercise;
use crate::output;
use crate::screen::{DIM, Screen};

/// An editor writes a file in several steps; this long after the last of
/// them it has saved.
const DEBOUNCE: Duration = Duration::from_millis(50);

/// What has happened.
enum News {
    /// A file in the folder of this exercise has changed.
    Saved(&'static Exercise),
    Key(u8),
}

/// Checks until somebody quits.
pub(super) fn watch(
    folder: Folder,
    name: Option<&str>,
    screen: Screen,
) -> Result<ExitCode> {
    let exercise = folder.exercise(name)?;
    // Folders that are watched have to be there.
    folder.set_up()?;
    let (tell, news) = channel();
    let _watcher = files::watch(&folder, tell.clone())?;
    let _terminal = keys::listen(tell)?;
    let checked = String::new();
    let mut desk = Desk { folder, exercise, screen, checked, failed: None };
    desk.check()?;
    let mut waiting = VecDeque::new();
    while let Some(it) = next(&mut waiting, &news) {
        let go_on = match it {
            News::Saved(exercise) => desk.saved(exercise)?,
            News::Key(key) => desk.key(key)?,
        };
        if !go_on {
            break;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What has happened, of several saves the last.
fn next(waiting: &mut VecDeque<News>, news: &Receiver<News>) -> Option<News> {
    let mut it = waiting.pop_front().or_else(|| news.recv().ok())?;
    while let News::Saved(_) = it {
        match news.recv_timeout(DEBOUNCE) {
            Ok(later @ News::Saved(_)) => it = later,
            Ok(key) => waiting.push_back(key),
            Err(_) => break,
        }
    }
    Some(it)
}

/// Who watches, and what is on the screen.
struct Desk {
    folder: Folder,
    exercise: &'static Exercise,
    screen: Screen,
    /// What the file said when it was checked.
    checked: String,
    /// The verdict that can be looked at step by step.
    failed: Option<Verdict>,
}

impl Desk {
    fn saved(&mut self, exercise: &'static Exercise) -> Result<bool> {
        let text = self.folder.read_work(exercise).unwrap_or_default();
        let is_other = exercise.name != self.exercise.name;
        if is_other || text != self.checked {
            self.exercise = exercise;
            self.check()?;
        }
        Ok(true)
    }

    fn key(&mut self, key: u8) -> Result<bool> {
        match key {
            b'h' => {
                hint::show(&mut self.folder, self.exercise, &self.screen)?;
            }
            b'n' => match self.folder.next() {
                Some(next) => {
                    self.exercise = next;
                    self.check()?;
                }
                None => self.screen.print("every exercise has passed")?,
            },
            b'p' => self.play()?,
            b'q' => return Ok(false),
            _ => {}
        }
        Ok(true)
    }

    /// Checks, and tells. Only a reader who has gone ends the watch.
    fn check(&mut self) -> Result<()> {
        let Self { folder, exercise, screen, .. } = self;
        clear(screen)?;
        let text = folder.read_work(exercise);
        self.checked = text.unwrap_or_default();
        self.failed = None;
        let failed = &mut self.failed;
        let done = rule(folder, &[exercise], screen, |exercise, ruling| {
            if let Ruling::Checked(verdict, _) = ruling {
                *failed = Some(verdict.clone());
                failed.take_if(|it| it.schedule.is_none());
            }
            ruling.tell(exercise, screen)
        });
        told(done)?;
        self.footer()
    }

    /// Shows the failing execution, step by step.
    fn play(&mut self) -> Result<()> {
        let Self { folder, exercise, screen, failed, .. } = self;
        let Some(verdict) = failed else {
            return screen.print("there is no failing order of steps");
        };
        let schedule = verdict.schedule.as_deref().unwrap_or_default();
        let show = || -> Result<()> {
            let schedule = schedule.parse();
            let schedule = schedule.map_err(anyhow::Error::msg)?;
            let part = verdict.part;
            let again =
                replay::again(folder, exercise, part, &schedule, screen)?;
            replay::tell(exercise, &again, screen)
        };
        told(show())
    }

    fn footer(&self) -> Result<()> {
        let (passed, all) = self.folder.passed();
        let path = self.folder.work(self.exercise);
        let path = path.strip_prefix(self.folder.root());
        let path = path.unwrap_or(Path::new(self.exercise.name)).display();
        let play = match self.failed {
            Some(_) => " · p plays the failing order",
            None => "",
        };
        self.screen.print("")?;
        self.screen.print(&self.screen.paint(
            &format!(
                "{passed} of {all} passed · waiting for {path} to be saved"
            ),
            DIM,
        ))?;
        let keys = format!("h hint · n next{play} · q quit");
        self.screen.print(&self.screen.paint(&keys, DIM))
    }
}

/// Tells what went wrong, unless nobody reads it any more.
fn told(done: Result<()>) -> Result<()> {
    match done {
        Err(why) if output::is_gone(&why) => Err(why),
        Err(why) => {
            output::failed(&why);
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// An empty screen, where there is one; elsewhere an empty line.
fn clear(screen: &Screen) -> Result<()> {
    match stdout().is_terminal() && !screen.plain() {
        true => Ok(output::write("\x1b[2J\x1b[3J\x1b[H")?),
        false => screen.print(""),
    }
}
