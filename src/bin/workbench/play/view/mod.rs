//! A round on a full screen.

mod page;
mod seats;
mod steps;
mod style;
mod terminal;
#[cfg(test)]
mod tests;

use std::io::{IsTerminal, stdin, stdout};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use ratatui::Frame;
use ratatui::crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
};
use ratatui::layout::{Margin, Rect};
use ratatui::widgets::Paragraph;

use super::Played;
use super::ending::Ending;
use super::key::Key;
use super::progress::Progress;
use super::round::Round;
use super::seat::{Next, Seat};
use super::told::Telling;
use crate::output;
use crate::subject::Subject;
use style::Styles;
use terminal::Screen;

/// How often it is asked whether par is known by now.
const TICK: Duration = Duration::from_millis(100);

/// Columns that are drawn on: in wider lines the eye gets lost.
const WIDEST: u16 = 118;

/// What a shell says of a command that Ctrl-C has ended.
const BY_CTRL_C: u8 = 130;

/// Whether there is a terminal to play on.
pub(super) fn is_possible() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|it| it == "dumb");
    stdin().is_terminal() && stdout().is_terminal() && !dumb
}

/// What of a round is looked at.
struct View {
    styles: Styles,
    /// The number of the thread that Enter chooses.
    selected: usize,
    lower: Lower,
    /// Lines that the steps are scrolled back.
    back: usize,
    /// What has to be said before anything else.
    news: Option<String>,
}

/// What is shown below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lower {
    Steps,
    Source,
    Help,
}

/// What a key has led to.
enum Then {
    /// It goes on.
    On,
    /// On to the next level.
    Next(Subject),
    Quit,
    Interrupted,
}

/// Plays until somebody quits, from level to level.
pub(super) fn run(subject: Subject) -> Result<Played> {
    terminal::give_back_at_panic();
    let mut progress = Progress::open()?;
    let mut screen = Screen::take()?;
    let mut subject = subject;
    let (round, then) = loop {
        let mut round = Round::at_once(subject);
        match play(&mut screen, &mut round, &mut progress)? {
            Then::Next(next) => subject = next,
            then => break (round, then),
        }
    };
    drop(screen);
    if let Then::Interrupted = then {
        return Ok((ExitCode::from(BY_CTRL_C), None));
    }
    tell(&round)?;
    Ok((ExitCode::SUCCESS, Some(round)))
}

/// What is left of it where the shell goes on.
fn tell(round: &Round) -> Result<()> {
    let telling = Telling::new(false);
    telling.screen.title(&round.subject.title(), None)?;
    match Ending::of(round) {
        Some(ending) => telling.ending(&ending),
        None => {
            let words = round.subject.words();
            let line = format!("nothing is broken yet: workbench play {words}");
            telling.screen.print(&line)
        }
    }
}

fn play(
    screen: &mut Screen,
    round: &mut Round,
    progress: &mut Progress,
) -> Result<Then> {
    let mut view = View::new(round);
    keep(progress, round, &mut view);
    let mut known = false;
    loop {
        screen.draw(|frame| draw(frame, round, &view))?;
        if !known && !event::poll(TICK)? {
            known = round.par().is_some();
            if known {
                keep(progress, round, &mut view);
            }
            continue;
        }
        let key = match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => key,
            _ => continue,
        };
        if is_ctrl(&key, 'l') {
            screen.clear()?;
            continue;
        }
        match view.press(key, round) {
            Then::On => keep(progress, round, &mut view),
            then => return Ok(then),
        }
    }
}

/// Keeps what is new. That it cannot be kept is said once.
fn keep(progress: &mut Progress, round: &Round, view: &mut View) {
    let words = round.subject.words();
    progress.played(&words, round.broken(), round.par());
    if let Some(trouble) = progress.trouble() {
        view.news = Some(trouble);
    }
}

fn draw(frame: &mut Frame<'_>, round: &Round, view: &View) {
    let area = frame.area();
    let inner = area.inner(Margin::new(u16::from(area.width > 40), 0));
    let inner = Rect { width: inner.width.min(WIDEST), ..inner };
    let Rect { width, height, .. } = inner;
    let lines = page::page(round, view, width.into(), height.into());
    frame.render_widget(Paragraph::new(lines), inner);
}

fn is_ctrl(key: &KeyEvent, letter: char) -> bool {
    key.modifiers.contains(KeyModifiers::CONTROL)
        && key.code == KeyCode::Char(letter)
}

impl View {
    fn new(round: &Round) -> Self {
        let mut view = Self {
            styles: Styles { color: output::color(false) },
            selected: 1,
            lower: Lower::Steps,
            back: 0,
            news: None,
        };
        view.select_who_can(round);
        view
    }

    /// What a key does.
    fn press(&mut self, key: KeyEvent, round: &mut Round) -> Then {
        if is_ctrl(&key, 'c') {
            return Then::Interrupted;
        }
        self.news = None;
        match key.code {
            KeyCode::Char(number @ '0'..='9') => {
                let thread = usize::from(number as u8 - b'0');
                self.do_it(round, Key::Choose(thread));
            }
            KeyCode::Enter => self.do_it(round, Key::Choose(self.selected)),
            KeyCode::Up | KeyCode::Char('k') => self.select(round, -1),
            KeyCode::Down | KeyCode::Char('j') => self.select(round, 1),
            KeyCode::PageUp => self.back += 5,
            KeyCode::PageDown => self.back = self.back.saturating_sub(5),
            KeyCode::Char('u') | KeyCode::Backspace => {
                self.do_it(round, Key::Undo);
            }
            KeyCode::Char('r') => self.do_it(round, Key::Restart),
            KeyCode::Char('s') => self.turn(Lower::Source),
            KeyCode::Char('?' | 'h') => self.turn(Lower::Help),
            KeyCode::Char('n') if round.broken().is_some() => {
                if let Some(next) = round.subject.next_level() {
                    return Then::Next(Subject::Level(next));
                }
            }
            KeyCode::Esc if self.lower != Lower::Steps => {
                self.lower = Lower::Steps;
            }
            KeyCode::Char('q') | KeyCode::Esc => return Then::Quit,
            _ => {}
        }
        Then::On
    }

    fn do_it(&mut self, round: &mut Round, key: Key) {
        self.back = 0;
        match round.play(key) {
            Err(why) => self.news = Some(why),
            Ok(()) => {
                if let Key::Choose(thread) = key {
                    self.selected = thread;
                }
                self.select_who_can(round);
            }
        }
    }

    fn turn(&mut self, to: Lower) {
        self.lower = if self.lower == to { Lower::Steps } else { to };
    }

    /// Stays with who is selected, if that thread can go on.
    fn select_who_can(&mut self, round: &Round) {
        let seats = round.seats();
        let can = |it: &&Seat| matches!(it.next, Next::Can(_));
        let same = |it: &&Seat| it.number == self.selected;
        if !seats.iter().filter(can).any(|it| same(&it)) {
            let next = seats.iter().find(can);
            self.selected = next.map_or(self.selected, |it| it.number);
        }
    }

    /// Goes up or down.
    fn select(&mut self, round: &Round, by: isize) {
        let seats = round.seats();
        let at = seats.iter().position(|it| it.number == self.selected);
        let to = at.unwrap_or(0).saturating_add_signed(by);
        if let Some(seat) = seats.get(to.min(seats.len().saturating_sub(1))) {
            self.selected = seat.number;
        }
    }
}
