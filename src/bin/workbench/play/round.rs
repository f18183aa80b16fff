//! One program, and what was done with it.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use workbench::explore::{CannotStep, Failure, Game, GameEnd, Step};

use super::key::Key;
use super::par::{Effort, Par, is_break};
use super::seat::{Seat, seats};
use crate::subject::Subject;
use crate::token::Token;

/// A game, and what it is compared with.
pub(super) struct Round {
    pub(super) subject: Subject,
    pub(super) game: Game,
    par: Arc<OnceLock<Par>>,
    /// The steps that the last key has brought about.
    new: Range<usize>,
    /// Whether somebody chose the first of them.
    chosen: bool,
    /// Made when somebody asks for it.
    token: OnceCell<String>,
}

impl Round {
    /// Begins, and finds out what the program takes.
    pub(super) fn new(subject: Subject) -> Self {
        let game = begin(subject);
        // Nobody needs to know of a program that goes by itself.
        let par = match game.is_over() {
            true => Par::Unknown,
            false => Par::of(subject),
        };
        Self::with(subject, game, Arc::new(OnceLock::from(par)))
    }

    /// Begins; what the program takes will be known later.
    pub(super) fn at_once(subject: Subject) -> Self {
        let game = begin(subject);
        let par = match game.is_over() {
            true => Arc::new(OnceLock::from(Par::Unknown)),
            false => Par::later(subject),
        };
        Self::with(subject, game, par)
    }

    fn with(subject: Subject, game: Game, par: Arc<OnceLock<Par>>) -> Self {
        let new = 0..game.steps().len();
        Self { subject, game, par, new, chosen: false, token: OnceCell::new() }
    }

    /// What it takes, once that is known.
    pub(super) fn par(&self) -> Option<Par> {
        self.par.get().copied()
    }

    /// Does what a key stands for, if that changes the game.
    ///
    /// # Errors
    ///
    /// Why it cannot be done.
    pub(super) fn play(&mut self, key: Key) -> Result<(), String> {
        self.token.take();
        match key {
            Key::Choose(thread) => return self.choose(thread),
            Key::Undo if !self.game.undo() => {
                return Err("there is nothing to take back".to_owned());
            }
            Key::Undo => self.new = self.steps()..self.steps(),
            Key::Restart => {
                self.game.restart();
                (self.new, self.chosen) = (0..self.steps(), false);
            }
            Key::Source | Key::Help | Key::Quit => {}
        }
        Ok(())
    }

    fn choose(&mut self, thread: usize) -> Result<(), String> {
        // One outcome: a notification goes to who has waited longest.
        let mut choices = self.game.choices().into_iter();
        let which = choices.find(|it| it.0 == thread).map_or(0, |it| it.1);
        let before = self.steps();
        let done = self.game.step(thread, which);
        done.map_err(|why| self.refusal(&why))?;
        (self.new, self.chosen) = (before..self.steps(), true);
        Ok(())
    }

    fn refusal(&self, why: &CannotStep) -> String {
        match why {
            CannotStep::NoThread => {
                let seats = self.seats();
                let numbers: Vec<_> =
                    seats.iter().map(|it| it.number.to_string()).collect();
                format!("{why}: there are {}", numbers.join(", "))
            }
            CannotStep::Over => {
                format!("{why}: u takes a step back, r begins again")
            }
            _ => why.to_string(),
        }
    }

    fn steps(&self) -> usize {
        self.game.steps().len()
    }

    /// Who can be chosen, and who not.
    pub(super) fn seats(&self) -> Vec<Seat> {
        seats(&self.game)
    }

    /// The step that was chosen last, and those that were made by themselves
    /// after it.
    pub(super) fn news(&self) -> (Option<&Step>, Vec<&Step>) {
        let steps = &self.game.steps();
        let end = self.new.end.min(steps.len());
        let new = &steps[self.new.start.min(end)..end];
        let (chosen, others) =
            new.split_at(usize::from(self.chosen).min(new.len()));
        let others = others.iter().filter(|it| !it.is_join);
        (chosen.first(), others.collect())
    }

    /// Whether the step with this number was brought about by the last key.
    pub(super) fn is_new(&self, step: usize) -> bool {
        self.new.contains(&step)
    }

    /// What it has taken, if the program is broken.
    pub(super) fn broken(&self) -> Option<Effort> {
        match self.game.end()? {
            GameEnd::Failed(failure) if is_break(&failure) => {
                Some(Effort::of(&failure))
            }
            _ => None,
        }
    }

    /// What makes `failure`, which has ended this round, happen again.
    pub(super) fn token(&self, failure: &Failure) -> String {
        let new = || Token::of(self.subject, failure).to_string();
        self.token.get_or_init(new).clone()
    }
}

fn begin(subject: Subject) -> Game {
    subject.explorer().play(subject.program())
}
