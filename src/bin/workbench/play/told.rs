//! A round in lines of text.

use anyhow::Result;
use workbench::explore::Step;

use super::ending::Ending;
use super::fit::{count, padded, widest};
use super::key::Key;
use super::round::Round;
use super::seat::{Next, Seat};
use super::source::{around, marks, nobody};
use crate::output::one_line;
use crate::screen::{BOLD, DIM, RIGHT, Screen, WRONG, plain};

/// Lines of a program that are shown at once.
const LINES: usize = 24;

/// Columns in front of a thread's line.
const INDENT: usize = 4;

/// Steps that are told one by one, where they were made by themselves.
const MOST: usize = 8;

/// A round, and where it is told.
pub(super) struct Telling {
    pub(super) screen: Screen,
}

impl Telling {
    pub(super) fn new(is_plain: bool) -> Self {
        Self { screen: Screen::of_words(is_plain) }
    }

    /// What it is, and what it takes.
    pub(super) fn beginning(&self, round: &Round) -> Result<()> {
        self.screen.title(&round.subject.title(), None)?;
        let par = round.par().map(|par| format!("({})", par.words()));
        let goal = round.subject.goal();
        self.screen.print(&format!("{goal} {}", par.unwrap_or_default()))
    }

    /// What is done before anybody has chosen anything.
    pub(super) fn opening(&self, round: &Round) -> Result<()> {
        self.by_itself(round)?;
        self.state(round)
    }

    /// What the key that was typed as `word` has brought about.
    pub(super) fn played(
        &self,
        word: &str,
        key: Key,
        round: &Round,
    ) -> Result<()> {
        let what = match (key, round.news().0) {
            (Key::Choose(_), Some(step)) => said(round, step),
            (Key::Undo, _) => "taken back".to_owned(),
            (Key::Restart, _) => "begun again".to_owned(),
            (Key::Source, _) => return self.source(round),
            (Key::Help, _) => return self.help(round),
            (Key::Choose(_) | Key::Quit, _) => String::new(),
        };
        let line = format!("{word}  {what}");
        self.screen.print(&self.screen.paint(line.trim_end(), BOLD))?;
        self.by_itself(round)?;
        if key == Key::Quit { Ok(()) } else { self.state(round) }
    }

    /// How all stand, or how it has ended.
    fn state(&self, round: &Round) -> Result<()> {
        match Ending::of(round) {
            Some(ending) => self.ending(&ending),
            None => self.standing(round),
        }
    }

    /// The steps that nobody had to choose.
    fn by_itself(&self, round: &Round) -> Result<()> {
        let others = round.news().1;
        let left_out = others.len().saturating_sub(MOST);
        if left_out > 0 {
            let steps = count(left_out, "step");
            self.dim(&format!("   by itself  {steps}, and then"))?;
        }
        for step in &others[left_out..] {
            self.dim(&format!("   by itself  {}", said(round, step)))?;
        }
        Ok(())
    }

    fn dim(&self, line: &str) -> Result<()> {
        self.screen.print(&self.screen.paint(line, DIM))
    }

    /// How every thread stands, and every thing.
    fn standing(&self, round: &Round) -> Result<()> {
        let seats = round.seats();
        let rows: Vec<_> = seats.iter().map(|it| self.row(it)).collect();
        let width =
            |column: usize| widest(rows.iter().map(|row| row[column].as_str()));
        let all: usize = INDENT + 4 * 2 + (0..5).map(width).sum::<usize>();
        // Where a step is matters less than that it stays in its line.
        let shown = if all > self.screen.width() { 4 } else { 5 };
        for row in &rows {
            let cell = |column: usize| padded(&row[column], width(column));
            let cells: Vec<_> = (0..shown).map(cell).collect();
            let cells = cells.join("  ");
            self.screen.print(&format!("{:INDENT$}{cells}", ""))?;
        }
        let things = round.game.things().iter().map(|it| {
            format!("{} {}", one_line(&it.name), one_line(&it.state))
        });
        let things: Vec<_> = things.collect();
        if !things.is_empty() {
            let things = things.join(" · ");
            self.screen.print(&format!("    {things}"))?;
        }
        Ok(())
    }

    /// Number, name, what it did, what it does next, where.
    fn row(&self, seat: &Seat) -> [String; 5] {
        let did = seat.did.clone().unwrap_or_default();
        let (next, place) = match &seat.next {
            Next::Can(what) => {
                let place = seat.place.as_ref().map(|it| it.short());
                (format!("next: {what}"), place.unwrap_or_default())
            }
            next => (next.words().to_owned(), String::new()),
        };
        let row =
            [seat.number.to_string(), seat.name.clone(), did, next, place];
        // Before it is put into columns.
        match self.screen.plain() {
            true => row.map(|it| plain(&it)),
            false => row,
        }
    }

    /// How it has ended.
    pub(super) fn ending(&self, ending: &Ending) -> Result<()> {
        let style = if ending.is_broken { WRONG } else { RIGHT };
        for line in &ending.what {
            self.screen.print(&self.screen.paint(line, style))?;
        }
        if let Some(lesson) = ending.lesson {
            self.screen.print(lesson)?;
        }
        for line in &ending.effort {
            self.screen.print(line)?;
        }
        for (what, command) in &ending.next {
            self.screen.print(&format!("{what}: {command}"))?;
        }
        Ok(())
    }

    /// The program around what comes next.
    fn source(&self, round: &Round) -> Result<()> {
        let seats = round.seats();
        let source = round.subject.source();
        let lines = around(&source, &seats, LINES);
        if lines.is_empty() {
            return self.screen.print(&format!("  {}", nobody(&source)));
        }
        for (mark, line) in marks(&lines).iter().zip(&lines) {
            let number = match line.number {
                0 => String::new(),
                number => number.to_string(),
            };
            let text = format!("{mark} {number:>4}  {}", line.text);
            self.screen.print(&text)?;
        }
        Ok(())
    }

    /// What is played here, and with which keys.
    fn help(&self, round: &Round) -> Result<()> {
        for line in help(round) {
            self.screen.print(&line)?;
        }
        Ok(())
    }
}

/// `ann: flag-B.load → 0`.
pub(super) fn said(round: &Round, step: &Step) -> String {
    let standing = &round.game.standing();
    let name = standing.get(step.thread).map_or("", |it| it.name.as_str());
    format!("{}: {}", one_line(name), one_line(&step.text))
}

/// What is played here, and with which keys.
pub(super) fn help(round: &Round) -> Vec<String> {
    let mut lines = vec![
        "You are the scheduler. A number lets that thread make its next step; \
         threads are numbered from 1 in the order in which they were started \
         (0 is the main thread, where it does more than wait for the others)."
            .to_owned(),
        "Steps at which there is nothing to choose are made by themselves. A \
         move is a step at which there was. A preemption is to hold up a \
         thread that could have gone on; par is the way with the fewest."
            .to_owned(),
    ];
    if let Some(breaks) = round.subject.breaks() {
        lines.push(format!("It breaks by: {}.", breaks.words()));
    }
    lines.push(
        "u takes a move back, r begins again, s shows the program, q leaves."
            .to_owned(),
    );
    lines
}
