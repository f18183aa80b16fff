//! What another process wants of a check: left in the environment, answered
//! in a file.

use std::io;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::{Deserialize, Serialize};

use super::verdict::Verdict;
use crate::explore::Table;

/// What a check is to do, and where to say what came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Orders {
    /// The file for the [`Verdict`], which is not there yet. It appears when
    /// the check is over, and whole.
    pub answer: PathBuf,
    /// Letters of a line, at most.
    pub width: usize,
    /// Lines of a table, at most.
    pub lines: usize,
    /// Whether to draw with ASCII alone.
    pub ascii: bool,
    /// What to do.
    pub task: Task,
}

/// What a check is to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Task {
    /// To try every claim.
    Check,
    /// To run the program of one claim again.
    Replay {
        /// The claim's number, from 0.
        part: usize,
        /// The [schedule](crate::explore::Schedule) to follow.
        schedule: String,
    },
}

impl Orders {
    /// The environment variable that they are left in.
    pub const VARIABLE: &str = "WORKBENCH_ORDERS";

    /// As the value of [`VARIABLE`](Self::VARIABLE).
    ///
    /// # Errors
    ///
    /// If the path of the answer is not Unicode.
    pub fn to_value(&self) -> io::Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// The orders of this process.
    ///
    /// # Panics
    ///
    /// If there are some that cannot be read: made by another version.
    pub(super) fn given() -> Option<Self> {
        let value = env::var(Self::VARIABLE).ok()?;
        let orders = serde_json::from_str(&value);
        Some(orders.expect("orders are as Orders::to_value has written them"))
    }

    pub(super) fn table(&self) -> Table {
        let Self { width, lines, ascii, .. } = *self;
        Table { width, lines, ascii }
    }

    /// # Panics
    ///
    /// If the file cannot be written.
    pub(super) fn answer(&self, verdict: &Verdict) {
        write(&self.answer, verdict).expect("the answer can be written");
    }

    /// Reads the answer of a process with these orders; nothing if it has
    /// left none.
    #[must_use]
    pub fn answered(&self) -> Option<Verdict> {
        serde_json::from_slice(&fs::read(&self.answer).ok()?).ok()
    }
}

fn write(path: &Path, verdict: &Verdict) -> io::Result<()> {
    let coming = path.with_extension("coming");
    fs::write(&coming, serde_json::to_vec(verdict)?)?;
    fs::rename(coming, path)
}
