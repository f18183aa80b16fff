//! How far the student is, in a file of the course's folder that can be read:
//!
//! ```json
//! {
//!   "format": 1,
//!   "id": "5feceb66",
//!   "last": "transfer",
//!   "exercises": {
//!     "transfer": {
//!       "passed": true,
//!       "hints": 2,
//!       "given": "9f86d081884c7d65",
//!       "checked": "60303ae22b998861"
//!     }
//!   }
//! }
//! ```
//!
//! `id` tells this course from others on the same machine. `given` is the mark
//! of the starter that the student was given: a file that is still that one is
//! nobody's work. `checked` is the mark of what was checked last.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::save::Coming;

/// The file's name. Its folder is the course's.
pub(super) const FILE: &str = "progress.json";

/// The form that is written, and the only one that is read.
const FORMAT: u64 = 1;

/// How far the student is.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Progress {
    format: u64,
    /// What tells it from other courses.
    pub(super) id: String,
    /// What passed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<String>,
    #[serde(default)]
    exercises: BTreeMap<String, Standing>,
}

/// What is known of one exercise.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Standing {
    /// Whether it passed when it was checked last.
    #[serde(default)]
    pub(super) passed: bool,
    /// How many hints were shown.
    #[serde(default)]
    pub(super) hints: usize,
    /// The beginning of the given starter's SHA-256.
    #[serde(default)]
    pub(super) given: String,
    /// The same of what was checked last.
    #[serde(default)]
    pub(super) checked: String,
}

impl Progress {
    /// Nothing is done yet, in the course with this `id`.
    pub(super) fn new(id: String) -> Self {
        let exercises = BTreeMap::new();
        Self { format: FORMAT, id, last: None, exercises }
    }

    /// Reads what [`save`](Self::save) has written.
    ///
    /// # Errors
    ///
    /// Why it is no progress.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path);
        let text = text.map_err(|why| crate::output::reason(&why))?;
        let read: Self =
            serde_json::from_str(&text).map_err(|why| why.to_string())?;
        match read.format {
            FORMAT => Ok(read),
            other => Err(format!("format {other} is of another workbench")),
        }
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(super) fn save(&self, path: &Path) -> io::Result<()> {
        let mut file = Coming::new(path)?;
        file.write(serde_json::to_vec_pretty(self)?)?;
        file.write("\n")?;
        file.appear()
    }

    /// What is known of the exercise called `name`.
    pub(super) fn of(&mut self, name: &str) -> &mut Standing {
        self.exercises.entry(name.to_owned()).or_default()
    }

    pub(super) fn has_passed(&self, name: &str) -> bool {
        self.exercises.get(name).is_some_and(|it| it.passed)
    }
}

/// What a text is known by.
pub(super) fn mark(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
