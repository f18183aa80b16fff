//! What can be explored: a variant of a lab, or a level of `workbench play`.

mod lab;

use workbench::explore::{Explorer, FailureKind, Report, Verdict};

use crate::labs::{Ends, Sizes, Story};
use crate::levels::{self, Level};
use crate::output::Usage;
pub(crate) use lab::lab;
use lab::{LabSubject, leave_out};

/// Where random numbers begin unless it is said.
pub(crate) const SEED: u64 = 7;

/// A program to explore, and what is expected of it.
#[derive(Clone, Copy)]
pub(crate) enum Subject {
    Level(&'static Level),
    Lab(LabSubject),
}

/// A file with a program in it.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) text: &'static str,
    /// The first line that may be shown: a level's card says how it ends.
    pub(crate) first: usize,
}

/// What was typed after a name.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wishes<'a> {
    pub(crate) variant: Option<&'a str>,
    pub(crate) threads: Option<usize>,
    pub(crate) seed: Option<u64>,
}

impl Subject {
    /// The level called `name`, or of the lab called so the variant that is
    /// wished for: the first one that goes wrong, unless one is named.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be explored.
    pub(crate) fn find(name: &str, wishes: Wishes<'_>) -> Result<Self, Usage> {
        match levels::find(name) {
            Some(level) => level_as_wished(level, wishes).map(Self::Level),
            None => LabSubject::find(name, wishes).map(Self::Lab),
        }
    }

    /// What to type to name it: `deadlock`, or `deadlock --variant ordered`.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Level(level) => level.name.to_owned(),
            Self::Lab(lab) => lab.words(),
        }
    }

    /// As [`words`](Self::words), in one: `deadlock.ordered/3`.
    pub(crate) fn word(&self) -> String {
        match self {
            Self::Level(level) => level.name.to_owned(),
            Self::Lab(lab) => lab.word(),
        }
    }

    /// Reads what [`word`](Self::word) has written.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub(crate) fn read(word: &str) -> Result<Self, Usage> {
        let mut parts = word.split('/');
        let name = parts.next().unwrap_or(word);
        let mut wishes = Wishes::default();
        for part in parts {
            let refused =
                |_| Usage::new(format!("'{part}' in '{word}' is not a number"));
            match part.strip_prefix('s') {
                Some(seed) => {
                    wishes.seed = seed.parse().map(Some).map_err(refused)?
                }
                None => {
                    wishes.threads = part.parse().map(Some).map_err(refused)?
                }
            }
        }
        let name = match name.split_once('.') {
            Some((name, variant)) => {
                wishes.variant = Some(variant);
                name
            }
            None => name,
        };
        Self::find(name, wishes)
    }

    /// Its name, and in one line what it is.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Level(level) => format!("{} · {}", level.name, level.title),
            Self::Lab(LabSubject { lab, variant, .. }) => {
                format!("{} · {}: {}", lab.name, variant.name, variant.title)
            }
        }
    }

    /// Which chapter of a lab it is.
    pub(crate) fn variant(&self) -> Option<&'static str> {
        match self {
            Self::Level(_) => None,
            Self::Lab(lab) => Some(lab.variant.name),
        }
    }

    /// What breaking it means.
    pub(crate) fn goal(&self) -> &'static str {
        match self {
            Self::Level(level) => level.goal,
            Self::Lab(_) if !self.goes_wrong().is_empty() => {
                "Find an order in which it goes wrong."
            }
            Self::Lab(_) => "It should be right in every order: try it.",
        }
    }

    /// What to take home from it, if that is said.
    pub(crate) fn lesson(&self) -> Option<&'static str> {
        match self {
            Self::Level(level) => Some(level.lesson),
            Self::Lab(_) => None,
        }
    }

    /// How it breaks, if that is said.
    pub(crate) fn breaks(&self) -> Option<FailureKind> {
        match self {
            Self::Level(level) => Some(level.breaks),
            Self::Lab(_) => None,
        }
    }

    /// The level that is to be played after this one.
    pub(crate) fn next_level(&self) -> Option<&'static Level> {
        let Self::Level(level) = self else { return None };
        levels::all().skip_while(|it| it.name != level.name).nth(1)
    }

    /// The file that it is in.
    pub(crate) fn source(&self) -> Source {
        match self {
            Self::Level(level) => {
                let (name, text) = (format!("{}.rs", level.name), level.source);
                let mut lines = text.lines().zip(1..);
                lines.find(|(line, _)| *line == "};");
                let first = lines.find(|(line, _)| !line.is_empty());
                Source { name, text, first: first.map_or(1, |it| it.1) }
            }
            Self::Lab(LabSubject { lab, .. }) => {
                let (name, text) = ("demo.rs".to_owned(), lab.source);
                Source { name, text, first: 1 }
            }
        }
    }

    /// An explorer for it.
    pub(crate) fn explorer(&self) -> Explorer {
        let explorer = Explorer::new();
        match self {
            Self::Level(level) => explorer.titled(level.name, "", level.title),
            Self::Lab(LabSubject { lab, variant, .. }) => {
                let explorer =
                    explorer.titled(lab.name, variant.name, variant.title);
                let labels = variant.reaches.iter();
                let labels = labels.chain(variant.never_reaches);
                labels.fold(explorer, |it, label| it.must_reach(*label))
            }
        }
    }

    /// What is explored.
    pub(crate) fn program(&self) -> Box<dyn Fn() + Send + Sync + 'static> {
        self.program_of(&Sizes::default())
    }

    /// The same, which notes how much smaller than in class it is.
    pub(crate) fn program_of(
        &self,
        sizes: &Sizes,
    ) -> Box<dyn Fn() + Send + Sync + 'static> {
        let sizes = sizes.clone();
        match *self {
            Self::Level(level) => Box::new(level.run),
            Self::Lab(LabSubject { variant, threads, seed, .. }) => {
                Box::new(move || {
                    let sizes = sizes.clone();
                    (variant.run)(&Story::explored(threads, seed, sizes));
                })
            }
        }
    }

    /// What its card says that an execution comes to, where it goes wrong.
    fn goes_wrong(&self) -> &'static [FailureKind] {
        use FailureKind::{Deadlock, Livelock, LostWakeup, Panic};
        let kind = match self {
            Self::Level(level) => Some(level.breaks),
            Self::Lab(it) => it.variant.explored.map(|(kind, _)| kind),
        };
        match (kind, self) {
            (Some(LostWakeup | Deadlock), _) => &[LostWakeup, Deadlock],
            (Some(Livelock), _) => &[Livelock],
            (Some(_), _) => &[Panic],
            (None, Self::Lab(it)) => match it.variant.ends {
                Ends::Right => &[],
                Ends::Wrong => &[Panic],
                Ends::Deadlocked => &[LostWakeup, Deadlock],
            },
            (None, Self::Level(_)) => &[],
        }
    }

    /// Why the explorer finds what a class never sees, if it does.
    pub(crate) fn explanation(&self) -> Option<&'static str> {
        match self {
            Self::Level(_) => None,
            Self::Lab(it) => it.variant.explored.map(|(_, why)| why),
        }
    }

    /// What is said of a report that is not what the card says, and the exit
    /// code for it.
    pub(crate) fn surprise(
        &self,
        report: &Report,
    ) -> Option<(&'static str, u8)> {
        let expected = self.goes_wrong();
        let never = match self {
            Self::Level(_) => &[],
            Self::Lab(it) => it.variant.never_reaches,
        };
        match (report.failure(), report.verdict()) {
            (Some(failure), _) if expected.contains(&failure.kind()) => None,
            (Some(failure), _) => {
                let why = match expected {
                    [] => "it should have been right in all of them",
                    _ => "it should have gone wrong in another way",
                };
                Some((why, code(failure.kind())))
            }
            (None, Verdict::Proved) if !expected.is_empty() => {
                Some(("it should have gone wrong in one of them", 1))
            }
            (None, Verdict::NothingFound) if !expected.is_empty() => {
                Some(("it goes wrong in one of those that are left", 0))
            }
            (None, Verdict::Unreached) if !never.is_empty() => None,
            (None, Verdict::Unreached) => match report.is_exhaustive() {
                true => Some(("one of them should have reached it", 1)),
                false => Some(("one of those that are left does", 0)),
            },
            (None, _) if !never.is_empty() => {
                Some(("none of them should have reached it", 1))
            }
            (None, _) => None,
        }
    }
}

/// The exit code for an execution that fails like that.
fn code(kind: FailureKind) -> u8 {
    match kind {
        FailureKind::Deadlock
        | FailureKind::LostWakeup
        | FailureKind::Livelock
        | FailureKind::Stuck => 3,
        _ => 1,
    }
}

fn level_as_wished(
    level: &'static Level,
    wishes: Wishes<'_>,
) -> Result<&'static Level, Usage> {
    let name = level.name;
    match wishes {
        Wishes { variant: Some(variant), .. } => Err(Usage::new(format!(
            "'{name}' is a level and has no variant '{variant}'; leave \
             '--variant {variant}' out"
        ))),
        Wishes { threads: Some(threads), .. } => Err(leave_out(name, threads)),
        _ => Ok(level),
    }
}
