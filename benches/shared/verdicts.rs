//! Which goals were met.

use std::time::Duration;

#[derive(Default)]
pub(crate) struct Verdicts {
    met: usize,
    missed: Vec<String>,
    skipped: Vec<String>,
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

    /// A goal that nothing was measured for.
    pub(crate) fn skip(&mut self, what: String) -> &'static str {
        self.skipped.push(what);
        "skipped"
    }

    /// The sum of it all, with whatever else is worth a line.
    pub(crate) fn end(&self, also: &[String], took: Duration) {
        println!("\ngoals: {} met, {} missed", self.met, self.missed.len());
        for missed in &self.missed {
            println!("  missed: {missed}");
        }
        for skipped in &self.skipped {
            println!("  skipped: {skipped}");
        }
        for line in also {
            println!("  {line}");
        }
        println!("took {:.0} s", took.as_secs_f64());
    }
}
