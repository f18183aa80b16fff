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
//! Nothing that is in the way of it keeps anybody from playing. A file that
//! cannot be read as this is kept under another name, and never overwritten.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::par::{Effort, Par};
use crate::home::home;
use crate::output;
use crate::save::Coming;

/// The file's name in the user's folder.
const FILE: &str = "play.json";

/// The form that is written, and the only one that is read.
const FORMAT: u64 = 1;

/// Bytes that a file of progress may have.
const MOST: u64 = 1 << 20;

/// What has been played up to now.
pub(super) struct Progress {
    path: Option<PathBuf>,
    kept: Kept,
    /// Why something could not be read or kept.
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

/// Why a file of progress is not used.
enum Unused {
    /// It is none: why.
    Damaged(String),
    /// It is to be left alone: why.
    Untouchable(String),
}

impl Progress {
    /// Reads what is there.
    pub(super) fn open() -> Self {
        let Some(home) = home() else {
            let trouble = "progress is not kept: there is no home folder; \
                           name one in WORKBENCH_HOME";
            let (path, kept) = (None, Kept::default());
            return Self { path, kept, trouble: Some(trouble.to_owned()) };
        };
        let path = home.join(FILE);
        let (kept, trouble) = match read(&path) {
            Ok(kept) => (kept, None),
            Err(unused) => (Kept::default(), Some(unused.words(&path))),
        };
        Self { path: Some(path), kept, trouble }
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
        let better = broken.is_some_and(|by| {
            let Effort { moves, preemptions } = by;
            let par = par.and_then(Par::moves);
            self.kept.better(words, Best { moves, preemptions, par })
        });
        if (better || !known)
            && let Err(why) = self.save()
        {
            self.trouble = Some(why);
        }
    }

    fn save(&mut self) -> Result<(), String> {
        let Some(path) = &self.path else { return Ok(()) };
        // Somebody may have played in another window meanwhile.
        match read(path) {
            Ok(other) => other.broken.into_iter().for_each(|(words, best)| {
                self.kept.better(&words, best);
            }),
            Err(Unused::Damaged(why)) => {
                let aside =
                    set_aside(path).map_err(|why| refused(path, &why))?;
                let aside = aside.display();
                self.trouble = Some(format!(
                    "'{}' was no progress of 'workbench play' ({why}): it is \
                     kept as '{aside}'",
                    path.display()
                ));
            }
            Err(unused) => return Err(unused.words(path)),
        }
        self.kept.format = FORMAT;
        write(path, &self.kept).map_err(|why| refused(path, &why))
    }
}

impl Kept {
    /// Takes note of it, if it is better than what is known; whether it is.
    fn better(&mut self, words: &str, best: Best) -> bool {
        let known = self.broken.get(words);
        if known.is_some_and(|it| it.effort() <= best.effort()) {
            return false;
        }
        self.broken.insert(words.to_owned(), best);
        true
    }
}

impl Unused {
    fn words(&self, path: &Path) -> String {
        let path = path.display();
        match self {
            Self::Damaged(why) => format!(
                "'{path}' is no progress of 'workbench play': {why}; mend it, \
                 or it is put aside when something new is kept"
            ),
            Self::Untouchable(why) => {
                format!("progress is not kept in '{path}': {why}")
            }
        }
    }
}

fn refused(path: &Path, why: &io::Error) -> String {
    let why = output::reason(why);
    format!("progress is not kept in '{}': {why}", path.display())
}

fn read(path: &Path) -> Result<Kept, Unused> {
    let untouchable =
        |why: io::Error| Unused::Untouchable(output::reason(&why));
    let mut text = Vec::new();
    match fs::metadata(path) {
        Ok(it) if !it.is_file() => {
            return Err(Unused::Untouchable("it is no file".to_owned()));
        }
        Ok(_) => {
            let file = File::open(path).map_err(untouchable)?;
            let read = file.take(MOST + 1).read_to_end(&mut text);
            read.map_err(untouchable)?;
        }
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            return Ok(Kept::default());
        }
        Err(why) => return Err(untouchable(why)),
    }
    if text.len() as u64 > MOST {
        return Err(Unused::Damaged("it is too long".to_owned()));
    }
    parse(&text)
}

fn parse(text: &[u8]) -> Result<Kept, Unused> {
    #[derive(Deserialize)]
    struct Form {
        format: u64,
    }
    let damaged = |why: serde_json::Error| Unused::Damaged(why.to_string());
    let Form { format } = serde_json::from_slice(text).map_err(damaged)?;
    if format > FORMAT {
        let why = "a newer workbench has written it";
        return Err(Unused::Untouchable(why.to_owned()));
    }
    serde_json::from_slice(text).map_err(damaged)
}

fn write(path: &Path, kept: &Kept) -> io::Result<()> {
    // Where a link leads, so that it stays one.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut text = serde_json::to_string_pretty(kept)?;
    text.push('\n');
    let mut file = Coming::new(path)?;
    file.write(&text)?;
    file.appear()
}

/// Gives the file a name that no other has.
fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let name = |n: u32| path.with_extension(format!("damaged-{n}.json"));
    let free = (1..).map(name).find(|it| fs::symlink_metadata(it).is_err());
    let aside = free.unwrap_or_else(|| name(0));
    fs::rename(path, &aside)?;
    Ok(aside)
}
