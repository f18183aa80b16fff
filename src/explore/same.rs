//! Whether a program does the same when the same is decided.
//!
//! An execution often begins as the one before it. As long as the same is
//! decided in both, what is done must be the same; and where they part, so
//! must be what every thread is about to do. Where it is not, the program
//! asks for something that nobody here decides.
//!
//! What comes after that is compared with nothing, and chance seldom decides
//! the same twice. So a search that finds nothing makes its first execution
//! again, and a failure is made again before it is told. A difference that
//! shows in none of these is not found.

use super::difference::Difference;
use super::record::Record;
use crate::model::{Choice, Chooser, Kernel, Outcome};

/// Executions of which each is compared with the one before it. After them
/// two in a row are, out of as many: to compare takes a few percent of the
/// time that an execution takes.
const COMPARED: u64 = 64;

/// Compares executions with one that came before them.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// Executions that have begun.
    executions: u64,
    /// Whether this one is compared with the ones before it, and after it.
    is_on: bool,
    /// An execution before, once there was one.
    before: Option<Record>,
    /// Whether the same has been decided up to now.
    together: bool,
    /// Steps that were the same.
    shared: usize,
}

impl Comparison {
    /// With this as an execution before.
    pub(super) fn with(before: Option<Record>) -> Self {
        Self { before, ..Self::default() }
    }

    /// The last execution that was compared.
    pub(super) fn record(&self) -> Option<&Record> {
        self.before.as_ref()
    }

    /// The same, to keep.
    pub(super) fn into_record(self) -> Option<Record> {
        self.before
    }

    fn begin(&mut self) {
        let number = self.executions;
        self.executions += 1;
        self.is_on = number < COMPARED || number % COMPARED < 2;
        self.together = self.is_on && self.before.is_some();
        self.shared = 0;
    }

    /// Whether this is what was done before, after the same steps.
    #[inline]
    fn goes_on(&mut self, kernel: &Kernel, choice: Choice) -> bool {
        let before = self.before.as_ref();
        let same = before.is_some_and(|it| it.has(self.shared, kernel, choice));
        self.shared += usize::from(same);
        same
    }

    /// The execution has ended like this. What differs, if something does.
    fn ended(
        &mut self,
        kernel: &Kernel,
        outcome: &Outcome,
    ) -> Option<Box<Difference>> {
        // These do not come of what was done up to here, or are told apart.
        let is_another = matches!(
            outcome,
            Outcome::Pruned | Outcome::Again(_) | Outcome::MadeOutside { .. }
        );
        let difference = match self.together && !is_another {
            true => self.part(kernel, Some(outcome)),
            false => None,
        };
        // A failure is going to be made again.
        if self.is_on || outcome.is_failure() {
            let before = self.before.get_or_insert_default();
            before.become_that_of(kernel, outcome, self.shared);
        }
        difference
    }

    /// Here the execution goes another way than the one before, or ends.
    #[inline(never)]
    fn part(
        &mut self,
        kernel: &Kernel,
        end: Option<&Outcome>,
    ) -> Option<Box<Difference>> {
        self.together = false;
        let before = self.before.as_ref()?;
        let what = before.difference(kernel, self.shared, end)?;
        Some(Box::new(Difference::new(kernel, what)))
    }
}

/// Decides as another does, and ends an execution that differs from the one
/// before.
pub(super) struct Compared<'a, C> {
    chooser: &'a mut C,
    same: &'a mut Comparison,
    /// What differs.
    pub(super) difference: Option<Box<Difference>>,
}

impl<'a, C> Compared<'a, C> {
    /// Before another execution.
    pub(super) fn new(chooser: &'a mut C, same: &'a mut Comparison) -> Self {
        same.begin();
        Self { chooser, same, difference: None }
    }
}

impl<C: Chooser> Chooser for Compared<'_, C> {
    #[inline]
    fn choose(&mut self, kernel: &Kernel) -> Choice {
        let choice = self.chooser.choose(kernel);
        if !self.same.together || self.same.goes_on(kernel, choice) {
            return choice;
        }
        self.difference = self.same.part(kernel, None);
        match self.difference {
            None => choice,
            Some(_) => Choice::Diverged,
        }
    }

    fn end(&mut self, kernel: &Kernel, outcome: &Outcome) {
        let difference = self.same.ended(kernel, outcome);
        self.difference = self.difference.take().or(difference);
        self.chooser.end(kernel, outcome);
    }
}
