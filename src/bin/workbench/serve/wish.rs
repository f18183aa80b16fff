//! What the page wishes to run, explore or play, checked before anything is
//! started.

use serde::Deserialize;

use super::answer::Refused;
use crate::args;
use crate::lab;
use crate::labs::{Lab, Variant};
use crate::subject::{self, SEED, Subject, Wishes};

/// A variant of a lab, and its parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RunWish {
    lab: String,
    variant: String,
    threads: Option<usize>,
    seed: Option<u64>,
    speed: Option<f64>,
    /// Whether Python is to tell the same.
    #[serde(default)]
    python: bool,
}

impl RunWish {
    /// The lab, the variant, and the words that run it.
    ///
    /// # Errors
    ///
    /// If there is none, or a parameter is out of bounds.
    pub(super) fn check(
        &self,
    ) -> Result<(&'static Lab, &'static Variant, Vec<String>), Refused> {
        let lab = subject::lab(&self.lab)?;
        let variant = lab.variant(&self.variant)?;
        let threads = lab::threads(lab, self.threads)?;
        let speed = self.speed.unwrap_or(1.0).to_string();
        args::speed(&speed).map_err(|why| {
            Refused::unprocessable(format!("speed {speed}: {why}"))
        })?;
        let mut words = vec!["lab".to_owned(), lab.name.to_owned()];
        words.push(format!("--variant={}", variant.name));
        if lab.threads.is_some() {
            words.push(format!("--threads={threads}"));
        }
        words.push(format!("--seed={}", self.seed.unwrap_or(SEED)));
        words.push(format!("--speed={speed}"));
        if self.python {
            words.push("--vs=python".to_owned());
        }
        words.push("--view=stream".to_owned());
        Ok((lab, variant, words))
    }
}

/// A level, or a variant of a lab, to explore or to play.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SubjectWish {
    name: String,
    variant: Option<String>,
    threads: Option<usize>,
}

impl SubjectWish {
    /// Its title, and the words that name it.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be explored.
    pub(super) fn check(&self) -> Result<(String, Vec<String>), Refused> {
        let Self { name, variant, threads } = self;
        let variant = variant.as_deref();
        let wishes = Wishes { variant, threads: *threads, seed: None };
        let subject = Subject::find(name, wishes)?;
        // It has this name: no word of a stranger is among these.
        let mut words = vec![name.clone()];
        words.extend(variant.map(|it| format!("--variant={it}")));
        words.extend(threads.map(|it| format!("--threads={it}")));
        Ok((subject.title(), words))
    }
}
