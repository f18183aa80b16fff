//! What can be explored: a variant of a lab.

use workbench::explore::{Explorer, Failure, FailureKind};

use crate::labs::{self, Ends, Explored, Lab, Story, Variant};
use crate::output::{Usage, similar};

/// A program to explore, and what is expected of it.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    pub(crate) lab: &'static Lab,
    pub(crate) variant: &'static Variant,
    /// How many threads it starts, where that is a question.
    pub(crate) threads: usize,
    pub(crate) seed: u64,
}

impl Subject {
    /// The variant called `variant` of the lab called `name`, or its first
    /// one that goes wrong.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be explored.
    pub(crate) fn find(
        name: &str,
        variant: Option<&str>,
        threads: Option<usize>,
        seed: u64,
    ) -> Result<Self, Usage> {
        let lab = lab(name)?;
        let few = match lab.explored {
            Explored::With { threads } => threads,
            Explored::Not(why) => return Err(refused(lab.name, why)),
        };
        let variant = match variant {
            Some(name) => lab.variant(name)?,
            None => first(lab),
        };
        if let Some(why) = variant.unexplored {
            let name = format!("{} --variant {}", lab.name, variant.name);
            return Err(refused(&name, why));
        }
        let threads = match (threads, &lab.threads) {
            (None, _) => few,
            (Some(threads), Some(_)) if (1..=16).contains(&threads) => threads,
            (Some(threads), Some(_)) => {
                return Err(Usage::new(format!(
                    "lab '{name}' is explored with 1 to 16 threads, not \
                     {threads}; try '--threads {few}'"
                )));
            }
            (Some(n), None) => {
                return Err(Usage::new(format!(
                    "lab '{name}' always starts the same threads; leave \
                     '--threads {n}' out"
                )));
            }
        };
        Ok(Self { lab, variant, threads, seed })
    }

    /// What to type to name it: `deadlock`, or `deadlock --variant ordered`.
    pub(crate) fn words(&self) -> String {
        let mut words = self.lab.name.to_owned();
        if !self.is_first() {
            words += &format!(" --variant {}", self.variant.name);
        }
        if let Some(threads) = self.other_threads() {
            words += &format!(" --threads {threads}");
        }
        words
    }

    /// Whether it is what is explored if no variant is named.
    pub(crate) fn is_first(&self) -> bool {
        std::ptr::eq(self.variant, first(self.lab))
    }

    /// How many threads it starts, if that is not as the card says.
    pub(crate) fn other_threads(&self) -> Option<usize> {
        let usual = matches!(
            self.lab.explored,
            Explored::With { threads } if threads == self.threads
        );
        (!usual).then_some(self.threads)
    }

    /// An explorer for it.
    pub(crate) fn explorer(&self) -> Explorer {
        let Self { lab, variant, .. } = self;
        Explorer::new().titled(lab.name, variant.name, variant.title)
    }

    /// What is explored.
    pub(crate) fn program(&self) -> impl Fn() + Send + Sync + 'static {
        let Self { variant, threads, seed, .. } = *self;
        move || (variant.run)(&Story::explored(threads, seed))
    }

    /// What the card says that comes of it.
    pub(crate) fn ends(&self) -> Ends {
        self.variant.explored_ends.unwrap_or(self.variant.ends)
    }

    /// The exit code for what was found, which nobody promised: 0 if it is
    /// what the card says.
    pub(crate) fn exit_code(&self, failure: Option<&Failure>) -> u8 {
        let kind = failure.map(Failure::kind);
        match (self.ends(), kind) {
            (Ends::Right, None) | (Ends::Wrong | Ends::Deadlocked, Some(_)) => {
                0
            }
            (
                Ends::Right,
                Some(
                    FailureKind::Deadlock
                    | FailureKind::LostWakeup
                    | FailureKind::Livelock
                    | FailureKind::Stuck,
                ),
            ) => 3,
            _ => 1,
        }
    }
}

/// The first variant that goes wrong, or the first of all.
fn first(lab: &'static Lab) -> &'static Variant {
    let explored = |it: &&Variant| it.unexplored.is_none();
    let wrong = |it: &&Variant| it.ends != Ends::Right;
    let mut all = lab.variants.iter().filter(explored);
    let first = all.clone().next();
    all.find(wrong).or(first).unwrap_or(&lab.variants[0])
}

fn refused(name: &str, why: &str) -> Usage {
    let explored = |lab: &&&Lab| matches!(lab.explored, Explored::With { .. });
    let names: Vec<_> =
        labs::ALL.iter().filter(explored).map(|lab| lab.name).collect();
    let names = names.join(", ");
    Usage::new(format!(
        "'{name}' cannot be explored: {why}; these can: {names}"
    ))
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
