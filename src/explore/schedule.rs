//! A schedule: who makes each step.

use std::fmt;
use std::str::FromStr;

use crate::model::{Event, MOST_STEPS as LONGEST, MOST_TASKS};

/// The choices that make an execution, one for each step: which thread, and
/// which outcome where its operation has several.
///
/// As text it is a list of threads by number, 0 for the main thread and then
/// in the order of their spawns. `2.1` is thread 2 with the second outcome
/// of its operation, such as a timeout; `1x3` is thread 1 three times.
///
/// ```
/// use workbench::explore::Schedule;
///
/// let schedule: Schedule = "0,1x2,2.1".parse().unwrap();
/// assert_eq!(schedule.len(), 4);
/// assert_eq!(schedule.to_string(), "0,1x2,2.1");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Schedule(Vec<(u8, u8)>);

impl Schedule {
    pub(super) fn new(choices: Vec<(u8, u8)>) -> Self {
        Self(choices)
    }

    pub(super) fn of(events: &[Event]) -> Self {
        let choice = |event: &Event| (event.task.number(), event.alternative);
        Self(events.iter().map(choice).collect())
    }

    pub(super) fn choices(&self) -> &[(u8, u8)] {
        &self.0
    }

    /// The same, and then this.
    pub(super) fn then(&self, thread: u8, which: u8) -> Self {
        let mut longer = self.0.clone();
        longer.push((thread, which));
        Self(longer)
    }

    /// Its first steps.
    #[must_use]
    pub fn prefix(&self, steps: usize) -> Self {
        Self(self.0[..steps.min(self.0.len())].to_vec())
    }

    /// How many steps there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut comma = "";
        for run in self.0.chunk_by(|one, next| one == next) {
            let (thread, outcome) = run[0];
            write!(f, "{comma}{thread}")?;
            comma = ",";
            if outcome > 0 {
                write!(f, ".{outcome}")?;
            }
            if run.len() > 1 {
                write!(f, "x{}", run.len())?;
            }
        }
        Ok(())
    }
}

/// The error of a text that is no [`Schedule`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleError(String);

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ScheduleError {}

impl FromStr for Schedule {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        let mut choices = Vec::new();
        for part in text.split(',').filter(|_| !text.is_empty()) {
            let refused = || {
                let why = "is no choice; one is a thread, '1', or several \
                           times a thread, '1x3'";
                ScheduleError(format!("'{part}' {why}"))
            };
            let (choice, times) = match part.split_once('x') {
                Some((choice, times)) => {
                    (choice, times.parse().map_err(|_| refused())?)
                }
                None => (part, 1),
            };
            let (thread, outcome) = match choice.split_once('.') {
                Some((thread, outcome)) => {
                    (thread, outcome.parse().map_err(|_| refused())?)
                }
                None => (choice, 0),
            };
            let thread: u8 = thread.parse().map_err(|_| refused())?;
            if usize::from(thread) >= MOST_TASKS || outcome > 31 || times == 0 {
                return Err(refused());
            }
            if choices.len().saturating_add(times) > LONGEST {
                let why = format!("has more than {LONGEST} steps");
                return Err(ScheduleError(why));
            }
            choices.resize(choices.len() + times, (thread, outcome));
        }
        Ok(Self(choices))
    }
}
