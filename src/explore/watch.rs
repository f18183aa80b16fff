//! An exploration on a thread of its own, and who watches that it goes on.
//!
//! A program that blocks in something that is not of this library, that
//! computes without end, or that uses up its stack in foreign code takes its
//! thread along. What is known of it then is in the [`Pulse`].

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use super::schedule::Schedule;
use super::search::Program;
use super::worker;
use crate::model::{self, Options, Pulse};
use crate::trace::Place;

/// How often somebody looks after that.
const INTERVAL: Duration = Duration::from_millis(250);

/// Looks between which a program may compute: 4 s.
pub(super) const PATIENCE: u32 = 16;

/// The same for an execution of which it is known that it ends.
pub(super) const LITTLE_PATIENCE: u32 = 2;

/// Where an exploration was when it went no further.
#[derive(Debug)]
pub(super) struct Lost {
    /// Whether a task has used up its stack, rather than not come back.
    pub(super) overflowed: bool,
    /// Executions before it, and it.
    pub(super) executions: u64,
    /// Which task was running.
    pub(super) task: usize,
    /// Where that task's last step was made, if it had made one.
    pub(super) place: Option<Place>,
    /// The steps of the execution, that one the last.
    pub(super) schedule: Schedule,
    pulse: Pulse,
}

impl Lost {
    fn new(pulse: Pulse) -> Self {
        pulse.leave();
        Self {
            overflowed: pulse.has_sunk(),
            executions: pulse.executions(),
            task: pulse.task(),
            place: pulse.place().map(Place::from),
            schedule: Schedule::new(pulse.choices()),
            pulse,
        }
    }

    /// Options with which its schedule can be followed.
    pub(super) fn options(&self, options: Options) -> Options {
        let mut options = Options { leaks: true, ..options };
        self.pulse.details(&mut options);
        options
    }
}

/// Does `explore` on a thread of its own. If that goes no further, it is left
/// where it is.
///
/// # Panics
///
/// If `explore` does, or if the caller is being explored itself.
pub(super) fn on_a_thread<T: Send + 'static>(
    program: &Program,
    patience: u32,
    explore: impl FnOnce(&Program, &Pulse) -> T + Send + 'static,
) -> Result<T, Lost> {
    assert!(
        !model::running(),
        "a program that is explored cannot explore another"
    );
    let (done, end) = sync_channel(1);
    let pulse = Pulse::new();
    let (program, watched) = (program.clone(), pulse.clone());
    worker::hand_over(move || {
        model::show_pulse(pulse.clone());
        let explore = AssertUnwindSafe(|| explore(&program, &pulse));
        let outcome = catch_unwind(explore);
        drop(program);
        Box::new(move || {
            let _ = done.send(outcome);
        })
    });
    match wait(&end, patience, &watched) {
        Some(Ok(value)) => Ok(value),
        Some(Err(panic)) => resume_unwind(panic),
        None => Err(Lost::new(watched)),
    }
}

type Outcome<T> = Result<T, Box<dyn Any + Send>>;

/// Waits until the thread is done; `None` if it goes no further.
fn wait<T>(
    end: &Receiver<Outcome<T>>,
    patience: u32,
    pulse: &Pulse,
) -> Option<Outcome<T>> {
    if let Some(outcome) = worker::glance(end) {
        return Some(outcome);
    }
    let (mut seen, mut times) = (None, 0);
    loop {
        let begun = Instant::now();
        match end.recv_timeout(INTERVAL) {
            Ok(outcome) => return Some(outcome),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                unreachable!("the thread sends what it has")
            }
        }
        // A look that comes late says nothing: the machine was busy, or
        // stood still.
        let in_time = begun.elapsed() < 2 * INTERVAL;
        let now = pulse.goes_on();
        times = match now.is_some() && now == seen {
            true => times + u32::from(in_time),
            false => 0,
        };
        seen = now;
        if times >= patience || pulse.has_sunk() {
            return None;
        }
    }
}
