//! Stopping in the middle: Ctrl-C, a signal, a reader who has gone.
//!
//! A thread that is blocked in a lock cannot be ended from outside, so the
//! command does not unwind: it undoes what would outlive it, lets the line
//! that is being printed come to its end, and leaves.

use std::io::{IsTerminal, Write, stderr};
use std::sync::atomic::{AtomicU64, Ordering};
#[cfg(unix)]
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::output;

/// A shell says 128 + n of what was ended by signal n.
#[cfg(unix)]
const BY_SIGNAL: i32 = 128;

/// The same for Ctrl-C, on every system.
const BY_CTRL_C: i32 = 130;

/// Signals that are this close together were one: `timeout` sends it to a
/// process and to its group.
#[cfg(unix)]
const TWICE: Duration = Duration::from_secs(1);

/// What would outlive the command, each with the number of its [`Undo`].
static UNDO: Mutex<Vec<(u64, Undoing)>> = Mutex::new(Vec::new());

type Undoing = Box<dyn FnOnce() + Send>;

/// Makes something that would outlive the command, a file or a child, and
/// says how to get rid of it. No signal comes between the two.
pub(crate) fn undoable<T, E, F>(
    make: impl FnOnce() -> Result<T, E>,
    undo: impl FnOnce(&T) -> F,
) -> Result<(T, Undo), E>
where
    F: FnOnce() + Send + 'static,
{
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let mut all = UNDO.lock();
    let made = make()?;
    // Relaxed: a number is all that is asked of it.
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    all.push((number, Box::new(undo(&made))));
    Ok((made, Undo(number)))
}

/// As long as this lives, leaving in the middle undoes what it stands for.
#[must_use]
pub(crate) struct Undo(u64);

impl Drop for Undo {
    fn drop(&mut self) {
        UNDO.lock().retain(|(number, _)| *number != self.0);
    }
}

/// Leaves at Ctrl-C, and when asked to end or hung up on.
///
/// # Errors
///
/// If the system refuses the handler.
#[cfg(unix)]
pub(crate) fn listen() -> std::io::Result<()> {
    hear(|signal| leave(BY_SIGNAL + signal))
}

/// Calls `stop` at the first of those signals, and leaves at one that comes
/// later, when somebody has lost patience.
///
/// # Errors
///
/// If the system refuses the handler.
#[cfg(unix)]
pub(crate) fn stop_first(
    stop: impl FnOnce() + Send + 'static,
) -> std::io::Result<()> {
    let (mut stop, mut first) = (Some(stop), None);
    hear(move |signal| {
        let first = *first.get_or_insert_with(Instant::now);
        match stop.take() {
            Some(stop) => stop(),
            None if first.elapsed() < TWICE => {}
            None => leave(BY_SIGNAL + signal),
        }
    })
}

#[cfg(unix)]
fn hear(mut each: impl FnMut(i32) + Send + 'static) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    let listen = move || signals.forever().for_each(&mut each);
    std::thread::Builder::new().name("signals".into()).spawn(listen)?;
    Ok(())
}

/// Leaves at Ctrl-C, and when the console is closed.
///
/// # Errors
///
/// If the system refuses the handler.
#[cfg(not(unix))]
pub(crate) fn listen() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(|| leave(BY_CTRL_C))
}

/// Ends the process at once, with nothing left behind.
#[expect(
    clippy::disallowed_methods,
    clippy::exit,
    reason = "threads of a lab may be blocked for ever: there is no way back \
              to main, and what destructors would do is in UNDO"
)]
pub(crate) fn leave(code: i32) -> ! {
    // Never unlocked again: whoever comes second waits for the end, and
    // nothing new is made.
    let mut undo = UNDO.lock();
    undo.drain(..).for_each(|(_, undo)| undo());
    workbench::process::end_all();
    let _last = output::last_turn();
    if code == BY_CTRL_C && stderr().is_terminal() {
        // The terminal has written ^C, and the shell's prompt is next.
        let _ = writeln!(stderr());
    }
    std::process::exit(code)
}
