//! What can be explored: a variant of a lab, or a level of `workbench play`.

use workbench::explore::{Explorer, FailureKind, Report, Verdict};

use crate::labs::{self, Ends, Explored, Lab, Sizes, Story, Variant};
use crate::levels::{self, Level};
use crate::output::{Usage, similar};

/// Where random numbers begin unless it is said.
pub(crate) const SEED: u64 = 7;

/// Threads that a lab is explored with at most: every one more makes many
/// times as many interleavings.
const MOST_THREADS: usize = 16;

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

/// A variant of a lab, and its parameters.
#[derive(Clone, Copy)]
pub(crate) struct LabSubject {
    lab: &'static Lab,
    variant: &'static Variant,
    /// How many threads it starts, where that is a question.
    threads: usize,
    seed: u64,
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

impl LabSubject {
    fn find(name: &str, wishes: Wishes<'_>) -> Result<Self, Usage> {
        let lab = lab_or_level(name)?;
        let few = match lab.explored {
            Explored::With { threads } => threads,
            Explored::Not(why) => return Err(refused(lab, why)),
        };
        let variant = match wishes.variant {
            Some(name) => lab.variant(name)?,
            None => first(lab),
        };
        if let Some(why) = variant.unexplored {
            return Err(refused_variant(lab, variant, why));
        }
        let threads = match (wishes.threads, &lab.threads) {
            (None, _) => few,
            (Some(threads), Some(bounds))
                if (bounds.min..=MOST_THREADS).contains(&threads) =>
            {
                threads
            }
            (Some(threads), Some(bounds)) => {
                return Err(Usage::new(format!(
                    "lab '{name}' is explored with {} to {MOST_THREADS} \
                     threads, not {threads}; try '--threads {few}'",
                    bounds.min
                )));
            }
            (Some(n), None) => return Err(leave_out(name, n)),
        };
        let seed = wishes.seed.unwrap_or(SEED);
        Ok(Self { lab, variant, threads, seed })
    }

    fn words(&self) -> String {
        let mut words = self.lab.name.to_owned();
        if !self.is_first() {
            words += &format!(" --variant {}", self.variant.name);
        }
        if let Some(threads) = self.other_threads() {
            words += &format!(" --threads {threads}");
        }
        words
    }

    fn word(&self) -> String {
        let mut word = self.lab.name.to_owned();
        if !self.is_first() {
            word += &format!(".{}", self.variant.name);
        }
        if let Some(threads) = self.other_threads() {
            word += &format!("/{threads}");
        }
        if self.seed != SEED {
            word += &format!("/s{}", self.seed);
        }
        word
    }

    /// Whether it is what is explored if no variant is named.
    fn is_first(&self) -> bool {
        std::ptr::eq(self.variant, first(self.lab))
    }

    /// How many threads it starts, if that is not as the card says.
    fn other_threads(&self) -> Option<usize> {
        let usual = matches!(
            self.lab.explored,
            Explored::With { threads } if threads == self.threads
        );
        (!usual).then_some(self.threads)
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

fn leave_out(name: &str, threads: usize) -> Usage {
    Usage::new(format!(
        "'{name}' always starts the same threads; leave '--threads \
         {threads}' out"
    ))
}

/// The first variant that goes wrong, or the first of all.
fn first(lab: &'static Lab) -> &'static Variant {
    let explored = |it: &&Variant| it.unexplored.is_none();
    let wrong = |it: &&Variant| it.ends != Ends::Right;
    let mut all = lab.variants.iter().filter(explored);
    let first = all.clone().next();
    all.find(wrong).or(first).unwrap_or(&lab.variants[0])
}

fn refused(lab: &Lab, why: &str) -> Usage {
    let explored = |lab: &&&Lab| matches!(lab.explored, Explored::With { .. });
    let names = labs::ALL.iter().filter(explored).map(|lab| lab.name);
    cannot(lab.name, why, names)
}

fn refused_variant(lab: &Lab, variant: &Variant, why: &str) -> Usage {
    let explored = |it: &&Variant| it.unexplored.is_none();
    let names = lab.variants.iter().filter(explored).map(|it| it.name);
    cannot(&format!("{} --variant {}", lab.name, variant.name), why, names)
}

fn cannot<'a>(
    what: &str,
    why: &str,
    others: impl Iterator<Item = &'a str>,
) -> Usage {
    let others = others.collect::<Vec<_>>().join(", ");
    Usage::new(format!(
        "'{what}' cannot be explored: {why}; these can: {others}"
    ))
}

/// The lab called `name`, which could have been a level.
fn lab_or_level(name: &str) -> Result<&'static Lab, Usage> {
    labs::find(name).ok_or_else(|| {
        let levels = levels::all().map(|level| level.name);
        let labs = labs::ALL.iter().map(|lab| lab.name);
        let hint = similar(name, labs.chain(levels));
        let hint = hint.unwrap_or(
            "type 'workbench lab' or 'workbench play' for a list".into(),
        );
        Usage::new(format!("no lab and no level named '{name}'; {hint}"))
    })
}

/// The lab called `name`.
///
/// # Errors
///
/// If there is none.
pub(crate) fn lab(name: &str) -> Result<&'static Lab, Usage> {
    labs::find(name).ok_or_else(|| {
        let hint = similar(name, labs::ALL.iter().map(|lab| lab.name));
        let hint = hint.unwrap_or("type 'workbench lab' for the list".into());
        Usage::new(format!("no lab named '{name}'; {hint}"))
    })
}

impl Lab {
    /// The variant called `name`.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub(crate) fn variant(
        &'static self,
        name: &str,
    ) -> Result<&'static Variant, Usage> {
        let found = self.variants.iter().find(|it| it.name == name);
        found.ok_or_else(|| {
            let names: Vec<_> =
                self.variants.iter().map(|it| it.name).collect();
            let hint = similar(name, names.iter().copied());
            let hint =
                hint.unwrap_or_else(|| format!("it has {}", names.join(", ")));
            Usage::new(format!(
                "lab '{}' has no variant '{name}'; {hint}",
                self.name
            ))
        })
    }
}
