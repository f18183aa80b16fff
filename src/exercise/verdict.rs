//! What a check says of a solution.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a check has found, for the process that ordered it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The exercise that was checked.
    pub exercise: String,
    /// What was found.
    pub finding: Finding,
    /// The claim that does not hold; empty where all do.
    pub claim: String,
    /// What was found, in one sentence.
    pub sentence: String,
    /// The failing execution as a table, and what happened in it; of a
    /// solution that passes, its claims.
    pub lines: Vec<String>,
    /// Executions that were looked at.
    pub interleavings: u64,
    /// The claim's number, from 0.
    pub part: usize,
    /// The [schedule](crate::explore::Schedule) of the failing execution.
    pub schedule: Option<String>,
    /// Its trace, where it was ordered to be made once more.
    pub trace: Option<String>,
}

/// What was found of a solution.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// Every claim holds.
    #[default]
    Pass,
    /// Something is wrong in some execution.
    Wrong,
    /// Nothing is wrong, but something never happens that should be able to.
    TooCareful,
    /// Some execution does not come to its end.
    Hangs,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.exercise, self.sentence)?;
        if !self.claim.is_empty() {
            writeln!(f, "  to hold: {}", self.claim)?;
        }
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))?;
        match &self.schedule {
            Some(schedule) => writeln!(f, "  schedule {schedule}"),
            None => Ok(()),
        }
    }
}
