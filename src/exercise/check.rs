//! The check of an exercise: claims, one after the other.

use super::orders::{Orders, Task};
use super::part::{Found, How, Part};
use super::verdict::{Finding, Verdict};
use crate::explore::{Schedule, Scope, Table};

/// Claims about a solution, each with a program that uses it.
///
/// ```
/// use workbench::exercise::{Check, Meeting};
/// use workbench::{sync::Mutex, thread};
///
/// const TOGETHER: &str = "two threads look at the same time";
///
/// Check::new("counter")
///     .always("no update is lost", || {
///         let count = Mutex::new(0);
///         thread::scope(|scope| {
///             scope.spawn(|| *count.lock() += 1);
///             scope.spawn(|| *count.lock() += 1);
///         });
///         assert_eq!(count.into_inner(), 2);
///     })
///     .sometimes(TOGETHER, || {
///         let meeting = Meeting::of(2, TOGETHER);
///         thread::scope(|scope| {
///             scope.spawn(|| meeting.visit());
///             scope.spawn(|| meeting.visit());
///         });
///     })
///     .run();
/// ```
#[derive(Debug)]
#[must_use = "a check finds nothing until it is run"]
pub struct Check {
    exercise: String,
    parts: Vec<Part>,
}

impl Check {
    /// A check of the exercise called `exercise`, without any claim yet.
    pub fn new(exercise: &str) -> Self {
        Self { exercise: exercise.to_owned(), parts: Vec::new() }
    }

    /// `program` does not fail, whoever goes on when: it does not panic, and
    /// everybody comes to an end. It is explored.
    pub fn always(
        self,
        claim: &str,
        program: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        self.with(claim, How::Always, program)
    }

    /// As [`always`](Self::always), and some execution of `program`
    /// [reaches](crate::explore::reach) the label `claim`.
    pub fn sometimes(
        self,
        claim: &str,
        program: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        self.with(claim, How::Sometimes, program)
    }

    /// `program` never comes to its end, whoever goes on when: somebody in it
    /// waits for what nobody does, and computes nothing meanwhile.
    pub fn waits(
        self,
        claim: &str,
        program: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        self.with(claim, How::Waits, program)
    }

    /// `program` does not panic, and comes to an end in two seconds: once, on
    /// OS threads.
    pub fn really(
        self,
        claim: &str,
        program: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        self.with(claim, How::Really, program)
    }

    fn with(
        mut self,
        claim: &str,
        how: How,
        program: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        self.parts.push(Part::new(claim, how, program));
        self
    }

    /// Tries one claim after the other, up to the first that does not hold.
    ///
    /// # Panics
    ///
    /// With the verdict, if one does not hold. If a verdict was ordered and
    /// cannot be written.
    pub fn run(self) {
        let verdict = match Orders::given() {
            None => self.verdict(&Table::default()),
            Some(orders) => {
                let verdict = self.ordered(&orders);
                orders.answer(&verdict);
                verdict
            }
        };
        assert!(verdict.finding == Finding::Pass, "{verdict}");
    }

    fn ordered(&self, orders: &Orders) -> Verdict {
        let table = orders.table();
        match &orders.task {
            Task::Check => self.verdict(&table),
            Task::Replay { part, schedule } => {
                let schedule = schedule.parse::<Schedule>();
                match (self.parts.get(*part), schedule) {
                    (Some(it), Ok(schedule)) => Verdict {
                        exercise: self.exercise.clone(),
                        part: *part,
                        ..it.replay(&schedule, &table)
                    },
                    _ => self.verdict(&table),
                }
            }
        }
    }

    fn verdict(&self, table: &Table) -> Verdict {
        let exercise = self.exercise.clone();
        let mut pass = Verdict { exercise, ..Verdict::default() };
        let mut largest: Option<Scope> = None;
        for (part, number) in self.parts.iter().zip(0..) {
            let Found { verdict: found, scope } = part.run(table);
            if found.finding != Finding::Pass {
                return Verdict {
                    exercise: pass.exercise,
                    part: number,
                    ..found
                };
            }
            pass.interleavings += found.interleavings;
            pass.lines.push(format!("{}: {}", found.sentence, found.claim));
            largest =
                [largest, scope].into_iter().flatten().max_by_key(threads);
        }
        pass.lines.extend(largest.iter().flat_map(Scope::lines));
        pass.sentence = match pass.interleavings {
            0 => format!("all {} claims hold", self.parts.len()),
            1 => "1 interleaving, and it is good".to_owned(),
            many => format!("{many} interleavings, none bad"),
        };
        pass
    }
}

fn threads(scope: &Scope) -> usize {
    scope.threads
}
