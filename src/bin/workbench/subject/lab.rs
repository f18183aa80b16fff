//! A variant of a lab, as it is explored.

use super::{SEED, Wishes};
use crate::labs::{self, Ends, Explored, Lab, Variant};
use crate::levels;
use crate::output::{Usage, similar};

/// Threads that a lab is explored with at most: every one more makes many
/// times as many interleavings.
const MOST_THREADS: usize = 16;

/// A variant of a lab, and its parameters.
#[derive(Clone, Copy)]
pub(crate) struct LabSubject {
    pub(super) lab: &'static Lab,
    pub(super) variant: &'static Variant,
    /// How many threads it starts, where that is a question.
    pub(super) threads: usize,
    pub(super) seed: u64,
}

impl LabSubject {
    /// The variant of the lab called `name` that is wished for.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be explored.
    pub(super) fn find(name: &str, wishes: Wishes<'_>) -> Result<Self, Usage> {
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

    /// As [`Subject::words`](super::Subject::words).
    pub(super) fn words(&self) -> String {
        let mut words = self.lab.name.to_owned();
        if !self.is_first() {
            words += &format!(" --variant {}", self.variant.name);
        }
        if let Some(threads) = self.other_threads() {
            words += &format!(" --threads {threads}");
        }
        words
    }

    /// As [`Subject::word`](super::Subject::word).
    pub(super) fn word(&self) -> String {
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

/// What is said of threads that cannot be chosen.
pub(super) fn leave_out(name: &str, threads: usize) -> Usage {
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
