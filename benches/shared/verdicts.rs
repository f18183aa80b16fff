//! Which goals were met.

use std::time::Duration;

#[derive(Default)]
pub(crate) struct Verdicts {
    met: usize,
    missed: Vec<String>,
    /// With the word for it.
    open: Vec<(&'static str, String)>,
}

impl Verdicts {
    /// Counts a goal. What is told of it at the end is made only for one that
    /// was missed.
    pub(crate) fn judge(
        &mut self,
        met: bool,
        what: impl FnOnce() -> String,
    ) -> &'static str {
        if met {
            self.met += 1;
            "met"
        } else {
            self.missed.push(what());
            "MISSED"
        }
    }

    /// A goal that what was measured says nothing about, in a word: skipped.
    pub(crate) fn leave(
        &mut self,
        word: &'static str,
        what: String,
    ) -> &'static str {
        self.open.push((word, what));
        word
    }

    /// The sum of it all, with whatever else is worth a line.
    pub(crate) fn end(&self, also: &[String], took: Duration) {
        println!("\ngoals: {} met, {} missed", self.met, self.missed.len());
        for missed in &self.missed {
            println!("  missed: {missed}");
        }
        for (word, what) in &self.open {
            println!("  {word}: {what}");
        }
        for line in also {
            println!("  {line}");
        }
        println!("took {:.0} s", took.as_secs_f64());
    }
}
