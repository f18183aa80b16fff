//! Keys: at once where there is a terminal, with their line elsewhere.

use std::io::{Read, Result, stdin};
use std::sync::mpsc::Sender;

use super::News;
use crate::interrupt::Undo;

/// Tells of every key. A terminal gives each as it is pressed, and does not
/// show it, until the guard is dropped or the command is left. When there are
/// no more keys, saves go on.
///
/// # Errors
///
/// If the system has no thread for it.
pub(super) fn listen(tell: Sender<News>) -> Result<Option<Terminal>> {
    let terminal = Terminal::take();
    let read = move || {
        for key in stdin().lock().bytes().map_while(Result::ok) {
            if tell.send(News::Key(key)).is_err() {
                break;
            }
        }
    };
    std::thread::Builder::new().name("keys".into()).spawn(read)?;
    Ok(terminal)
}

/// A terminal that gives keys one by one.
pub(super) struct Terminal {
    #[cfg(unix)]
    before: rustix::termios::Termios,
    _undo: Undo,
}

#[cfg(unix)]
impl Terminal {
    /// Nothing where standard input is none.
    fn take() -> Option<Self> {
        use rustix::termios::{LocalModes, tcgetattr};
        let before = tcgetattr(stdin()).ok()?;
        let mut now = before.clone();
        now.local_modes -= LocalModes::ICANON | LocalModes::ECHO;
        let (_, undo) = crate::interrupt::undoable(
            || set(&now),
            |()| {
                let before = before.clone();
                move || {
                    let _ = set(&before);
                }
            },
        )
        .ok()?;
        Some(Self { before, _undo: undo })
    }
}

#[cfg(unix)]
impl Drop for Terminal {
    fn drop(&mut self) {
        // A terminal that is gone does not mind.
        let _ = set(&self.before);
    }
}

#[cfg(unix)]
fn set(modes: &rustix::termios::Termios) -> rustix::io::Result<()> {
    use rustix::termios::{OptionalActions, tcsetattr};
    tcsetattr(stdin(), OptionalActions::Now, modes)
}

#[cfg(not(unix))]
impl Terminal {
    /// Keys come with their line.
    fn take() -> Option<Self> {
        None
    }
}
