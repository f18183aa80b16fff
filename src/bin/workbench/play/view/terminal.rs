//! The terminal, while it is ours: taken over, and given back whatever
//! happens.

use std::cell::Cell;
use std::io::{self, Stdout, stdout};
use std::panic;
use std::time::Duration;

use parking_lot::ReentrantMutex;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::{Frame, Terminal};

use crate::interrupt::{Undo, undoable};

/// Whether the terminal is ours. Who holds it may write to it; a panic while
/// something is drawn comes from the thread that does.
static OURS: ReentrantMutex<Cell<bool>> = ReentrantMutex::new(Cell::new(false));

/// How long giving back waits for a picture that is being drawn: a terminal
/// may have stopped to listen.
const PATIENCE: Duration = Duration::from_millis(200);

/// A full screen to draw on, as long as it lives.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    _undo: Undo,
}

impl Screen {
    /// Takes the terminal over. A signal that ends the command gives it back.
    ///
    /// # Errors
    ///
    /// If it refuses.
    pub(super) fn take() -> io::Result<Self> {
        let (terminal, undo) = undoable(enter, |_| give_back)?;
        Ok(Self { terminal, _undo: undo })
    }

    /// Draws, unless the terminal was given back meanwhile.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub(super) fn draw(
        &mut self,
        picture: impl FnOnce(&mut Frame<'_>),
    ) -> io::Result<()> {
        let ours = OURS.lock();
        if ours.get() {
            self.terminal.draw(picture)?;
        }
        Ok(())
    }

    /// Forgets what is on the screen: something else has written there.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back before a panic is told, so that it can be read.
///
/// To be called before the first program is explored: its panics are no
/// panics of the command, and the explorer keeps them from whoever came
/// before it.
pub(super) fn give_back_at_panic() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        give_back();
        usual(panic);
    }));
}

fn enter() -> io::Result<Terminal<CrosstermBackend<Stdout>>> {
    let ours = OURS.lock();
    enable_raw_mode()?;
    ours.set(true);
    let entered = execute!(stdout(), EnterAlternateScreen)
        .and_then(|()| Terminal::new(CrosstermBackend::new(stdout())));
    if entered.is_err() {
        give_back();
    }
    entered
}

/// Nobody is left to be told if this fails.
fn give_back() {
    match OURS.try_lock_for(PATIENCE) {
        Some(ours) if ours.replace(false) => {
            let _ = execute!(stdout(), LeaveAlternateScreen, Show);
            let _ = disable_raw_mode();
        }
        Some(_) => {}
        None => {
            let _ = disable_raw_mode();
        }
    }
}
