//! What the player has broken, in a file of the user's own that can be read
//! and edited:
//!
//! ```json
//! {
//!   "format": 1,
//!   "last": "flags",
//!   "broken": {
//!     "flags": { "moves": 6, "preemptions": 2, "par": 6 }
//!   }
//! }
//! ```
//!
//! A file that cannot be read as this is refused before anything is played,
//! and never overwritten. That nothing can be kept keeps nobody from playing.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::par::{Effort, Par};
use crate::home::home;
use crate::output::{self, Usage};
use crate::save::Coming;

/// The file's name in the user's folder.
const FILE: &str = "play.json";

/// Who holds it may write the other.
const LOCK: &str = "play.lock";

/// The form that is written, and the only one that is read.
const FORMAT: u64 = 1;

/// Bytes that a file of progress may have.
const MOST: u64 = 1 << 20;

/// What has been played up to now.
pub(super) struct Progress {
    path: Option<PathBuf>,
    kept: Kept,
    /// Why something could not be kept.
    trouble: Option<String>,
}

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    format: u64,
    /// What was played last, as it is typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    #[serde(default)]
    broken: BTreeMap<String, Best>,
}

/// The least that it has taken to break something.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Best {
    pub(super) moves: usize,
    preemptions: usize,
    /// Moves of the shortest way, where that was known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) par: Option<usize>,
}

impl Best {
    fn effort(&self) -> Effort {
        let Self { moves, preemptions, .. } = *self;
        Effort { moves, preemptions }
    }

    /// Whether nobody needs to be better.
    pub(super) fn is_at_par(&self) -> bool {
        self.par.is_some_and(|par| self.moves <= par)
    }
}

impl Progress {
    /// Reads what is there.
    ///
    /// # Errors
    ///
    /// If there is something that cannot be read as progress.
    pub(super) fn open() -> Result<Self, Usage> {
        let Some(home) = home() else {
            let trouble = "progress is not kept: there is no home folder; \
                           name one in WORKBENCH_HOME";
            let (path, kept) = (None, Kept::default());
            return Ok(Self { path, kept, trouble: Some(trouble.to_owned()) });
        };
        let path = home.join(FILE);
        let kept = read(&path).map_err(|why| {
            let path = path.display();
            Usage::new(format!(
                "'{path}' is not progress that can be read: {why}; move it \
                 away, or name another folder in WORKBENCH_HOME"
            ))
        })?;
        Ok(Self { path: Some(path), kept, trouble: None })
    }

    /// What has gone wrong since somebody asked last.
    pub(super) fn trouble(&mut self) -> Option<String> {
        self.trouble.take()
    }

    /// What was played last, as it is typed.
    pub(super) fn last(&self) -> Option<&str> {
        self.kept.last.as_deref()
    }

    /// What it took to break it, if it was.
    pub(super) fn best(&self, words: &str) -> Option<&Best> {
        self.kept.broken.get(words)
    }

    /// Everything that was broken, as it is typed.
    pub(super) fn broken(&self) -> impl Iterator<Item = (&str, &Best)> {
        self.kept.broken.iter().map(|(words, best)| (words.as_str(), best))
    }

    /// Keeps that this is played, and, if it was broken, what that took.
    pub(super) fn played(
        &mut self,
        words: &str,
        broken: Option<Effort>,
        par: Option<Par>,
    ) {
        let known = self.last() == Some(words);
        self.kept.last = Some(words.to_owned());
        // What breaks by itself is nobody's doing.
        let broken = broken.filter(|by| by.moves > 0);
        let better = broken.is_some_and(|by| {
            let Effort { moves, preemptions } = by;
            let par = par.and_then(Par::moves);
            self.kept.better(words, Best { moves, preemptions, par })
        });
        if (better || !known)
            && let Some(path) = self.path.clone()
            && let Err(why) = self.save(&path)
        {
            let path = path.display();
            self.trouble =
                Some(format!("progress is not kept in '{path}': {why}"));
        }
    }

    fn save(&mut self, path: &Path) -> Result<(), String> {
        let failed = |why: io::Error| output::reason(&why);
        let _lock = lock(path).map_err(failed)?;
        // Somebody may have played in another window meanwhile.
        for (words, best) in read(path)?.broken {
            self.kept.better(&words, best);
        }
        self.kept.format = FORMAT;
        write(path, &self.kept).map_err(failed)
    }
}

impl Kept {
    /// Takes note of it, if it is better than what is known; whether it is.
    fn better(&mut self, words: &str, best: Best) -> bool {
        // Of two that are as good, the one whose par is known.
        let rank = |it: &Best| (it.effort(), it.par.is_none());
        let known = self.broken.get(words);
        if known.is_some_and(|it| rank(it) <= rank(&best)) {
            return false;
        }
        self.broken.insert(words.to_owned(), best);
        true
    }
}

/// Keeps others from writing, as long as it is open.
fn lock(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let path = path.with_file_name(LOCK);
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    match file.lock() {
        // Some file systems cannot. To keep progress is better than not to.
        Err(why) if why.kind() == io::ErrorKind::Unsupported => Ok(file),
        locked => locked.map(|()| file),
    }
}

/// What is there, or why it is no progress.
fn read(path: &Path) -> Result<Kept, String> {
    let failed = |why: io::Error| output::reason(&why);
    let file = match fs::metadata(path) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            return Ok(Kept::default());
        }
        // To open a pipe would wait for who writes into it.
        Ok(it) if !it.is_file() => return Err("it is no file".to_owned()),
        it => it.and_then(|_| File::open(path)).map_err(failed)?,
    };
    let mut text = Vec::new();
    file.take(MOST + 1).read_to_end(&mut text).map_err(failed)?;
    if text.len() as u64 > MOST {
        return Err("it is too long".to_owned());
    }
    parse(&text)
}

fn parse(text: &[u8]) -> Result<Kept, String> {
    #[derive(Deserialize)]
    struct Form {
        format: u64,
    }
    let damaged = |why: serde_json::Error| why.to_string();
    let Form { format } = serde_json::from_slice(text).map_err(damaged)?;
    if format > FORMAT {
        return Err("a newer workbench has written it".to_owned());
    }
    serde_json::from_slice(text).map_err(damaged)
}

fn write(path: &Path, kept: &Kept) -> io::Result<()> {
    // Where a link leads, so that it stays one.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut text = serde_json::to_string_pretty(kept)?;
    text.push('\n');
    let mut file = Coming::new(path)?;
    file.write(&text)?;
    file.appear()
}
