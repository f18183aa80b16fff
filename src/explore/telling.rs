//! What is said of a program once it was explored, or followed.

use std::collections::BTreeSet;
use std::time::Duration;

use super::difference::Difference;
use super::execution::{Course, Followed, follow, gone, used_up};
use super::explorer::Explorer;
use super::plan::Searched;
use super::record::is_same;
use super::replay::Then;
use super::report::{Failure, FailureKind, Report, Scope, Verdict};
use super::schedule::Schedule;
use super::search::Program;
use super::watch::{LITTLE_PATIENCE, Lost, PATIENCE, on_a_thread};
use crate::model::{Extent, Outcome, Pulse, Time};
use crate::trace::{Clock, End, Run, Trace};

impl Explorer {
    pub(super) fn report(
        &self,
        program: &Program,
        mut searched: Searched,
    ) -> Report {
        let failure = self.failure(program, &mut searched);
        let Searched { tally, shortest, no_room, .. } = searched;
        let missing = |label: &&String| !tally.reached.contains(*label);
        let unreached: Vec<String> =
            self.must_reach.iter().filter(missing).cloned().collect();
        let verdict = if failure.is_some() {
            Verdict::Failed
        } else if !unreached.is_empty() {
            Verdict::Unreached
        } else if tally.is_exhaustive && self.preemptions.is_none() {
            Verdict::Proved
        } else {
            Verdict::NothingFound
        };
        Report {
            verdict,
            executions: tally.executions,
            failures: tally.failures,
            is_exhaustive: tally.is_exhaustive && self.preemptions.is_none(),
            failure,
            is_shortest: shortest,
            reached: tally.reached,
            unreached,
            scope: self.scope(&tally.extent, no_room),
            elapsed: Duration::ZERO,
            first_failure: tally.first,
        }
    }

    /// What was found, if anything was, once more and recorded.
    pub(super) fn again(
        &self,
        program: &Program,
        searched: &Searched,
    ) -> Option<Followed> {
        let found = searched.tally.found.as_ref()?;
        // What is repeated for ever is not in the schedule.
        let then = match found.outcome {
            Outcome::Livelock => Then::GoOn,
            Outcome::Diverged(_) => Then::StopBefore,
            _ => Then::Stop,
        };
        let course = Course {
            options: searched.options,
            before: found.record.as_deref().cloned(),
            ..self.course(&found.schedule, then)
        };
        Some(follow(program, course))
    }

    fn failure(
        &self,
        program: &Program,
        searched: &mut Searched,
    ) -> Option<Failure> {
        let again = searched.again.take();
        let found = searched.tally.found.as_ref()?;
        let again = match again {
            Some(again) => again,
            None => {
                let (explorer, searched) = (self.clone(), searched.clone());
                let again = move |program: &Program, _: &Pulse| {
                    explorer.again(program, &searched)
                };
                match on_a_thread(program, PATIENCE, again) {
                    Ok(again) => again?,
                    Err(lost) => return Some(self.lost(program, &lost)),
                }
            }
        };
        let (before, now) = (&found.outcome, &again.outcome);
        let known = found.difference.clone().or(again.difference.clone());
        let difference = match before {
            Outcome::Diverged(last) => Some(known.unwrap_or_else(|| {
                Box::new(Difference::after(last.clone(), &found.schedule))
            })),
            _ if is_same(before, now) => known,
            _ => Some(known.unwrap_or_else(|| {
                Box::new(Difference::of_ends(before, now, &found.schedule))
            })),
        };
        Followed { difference, ..again }.failure()
    }

    /// How to follow `schedule`.
    pub(super) fn course(&self, schedule: &Schedule, then: Then) -> Course {
        Course {
            schedule: schedule.clone(),
            then,
            options: self.options,
            about: self.about.clone(),
            before: None,
        }
    }

    /// What comes of a schedule. What turns out to matter is remembered.
    pub(super) fn followed(
        &mut self,
        program: &Program,
        mut course: Course,
        follow: fn(&Program, Course) -> Followed,
    ) -> Result<Followed, Lost> {
        loop {
            let next = Course { options: self.options, ..course.clone() };
            course.before = None; // with other options it has other steps
            let followed =
                on_a_thread(program, PATIENCE, move |program, _| {
                    follow(program, next)
                })?;
            match followed.outcome {
                Outcome::Again(detail) => self.options.look_at(detail),
                _ => return Ok(followed),
            }
            if course.then == Then::Stop {
                course.then = Then::StopSplit;
            }
        }
    }

    pub(super) fn report_followed(&self, followed: Followed) -> Report {
        let reached = followed.reached.clone();
        let extent = followed.extent;
        let failure = followed.failure();
        let failed = failure.is_some();
        Report {
            verdict: match failed {
                true => Verdict::Failed,
                false => Verdict::NothingFound,
            },
            executions: 1,
            failures: failed.into(),
            is_exhaustive: false,
            failure,
            is_shortest: false,
            reached,
            unreached: Vec::new(),
            scope: self.scope(&extent, None),
            elapsed: Duration::ZERO,
            first_failure: None,
        }
    }

    fn scope(&self, extent: &Extent, no_room: Option<usize>) -> Scope {
        Scope {
            threads: extent.threads,
            preemptions: self.preemptions,
            fair: extent.bounded,
            notifies: extent.notifies,
            no_room,
            in_order: self.options.time == Time::Virtual,
            wake_any: self.options.wake_any,
        }
    }

    /// What is said of a program that took its thread along.
    pub(super) fn lost(&self, program: &Program, lost: &Lost) -> Failure {
        let known = self.before(program, lost);
        let look = known.as_ref().map(|it| it.look.clone());
        let look = look.unwrap_or_default();
        let name = look.name(lost.task);
        let place = lost.place.as_ref();
        let (kind, message) = match lost.overflowed {
            true => (FailureKind::StackOverflow, used_up(&name, place)),
            false => (FailureKind::Stuck, gone(&name, place)),
        };
        Failure {
            kind,
            message,
            place: lost.place.clone(),
            schedule: lost.schedule.clone(),
            preemptions: known.as_ref().map_or(0, |it| it.preemptions),
            moves: known.as_ref().map_or(0, |it| it.moves),
            trace: known
                .map_or_else(|| nothing(self.about.clone()), |it| it.trace),
            look,
        }
    }

    /// The execution up to the step from which a task did not come back, if
    /// that can be seen.
    fn before(&self, program: &Program, lost: &Lost) -> Option<Followed> {
        if lost.schedule.is_empty() {
            return None;
        }
        let course = Course {
            options: lost.options(self.options),
            ..self.course(&lost.schedule, Then::StopBefore)
        };
        let follow =
            move |program: &Program, _: &Pulse| follow(program, course);
        on_a_thread(program, LITTLE_PATIENCE, follow).ok()
    }

    pub(super) fn report_lost(&self, program: &Program, lost: &Lost) -> Report {
        Report {
            verdict: Verdict::Failed,
            executions: lost.executions,
            failures: 1,
            is_exhaustive: false,
            failure: Some(self.lost(program, lost)),
            is_shortest: false,
            reached: BTreeSet::new(),
            unreached: Vec::new(),
            scope: self.scope(&Extent::default(), None),
            elapsed: Duration::ZERO,
            first_failure: None,
        }
    }
}

/// A trace of nothing.
pub(super) fn nothing(run: Run) -> Trace {
    let run = Run { clock: Clock::Model, ..run };
    let end = End {
        outcome: crate::trace::Outcome::Cut,
        time: 0,
        events: 0,
        dropped: 0,
    };
    Trace { run, lanes: vec![], objects: vec![], events: vec![], end }
}
