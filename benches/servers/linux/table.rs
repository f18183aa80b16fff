//! What was measured, as text, with the goals.

use std::time::Duration;

use crate::spread::Spread;
use crate::verdicts::Verdicts;

/// What has been shown so far.
#[derive(Default)]
pub(crate) struct Table {
    verdicts: Verdicts,
}

impl Table {
    pub(crate) fn head(&self, subject: &str, columns: &str) {
        println!("\n{:<22}{columns}", subject.to_uppercase());
    }

    pub(crate) fn line(&self, name: &str, figures: &str) {
        println!("{name:<22}{figures}");
    }

    /// A goal that the median of some figures is to reach.
    pub(crate) fn at_least(
        &mut self,
        what: &str,
        figures: Vec<f64>,
        least: f64,
    ) {
        let is_met = |median| median >= least;
        self.judge(&format!("{what} >= {least}x"), "x", figures, is_met);
    }

    /// One that it is not to pass.
    pub(crate) fn at_most(
        &mut self,
        what: &str,
        (most, unit): (f64, &str),
        figures: Vec<f64>,
    ) {
        let is_met = |median| median <= most;
        self.judge(&format!("{what} <= {most}{unit}"), unit, figures, is_met);
    }

    fn judge(
        &mut self,
        what: &str,
        unit: &str,
        figures: Vec<f64>,
        is_met: impl Fn(f64) -> bool,
    ) {
        let Spread { median, least, most } = Spread::of(figures);
        let figure = format!("{median:.3}{unit} ({least:.2} - {most:.2})");
        let told = || format!("{what}: {figure}");
        let verdict = self.verdicts.judge(is_met(median), told);
        println!("  goal: {what}: {figure} {verdict}");
    }

    /// A goal of which nothing is known, and why.
    pub(crate) fn skip(&mut self, what: &str, why: &str) {
        self.verdicts.leave("skipped", format!("{what}: {why}"));
        println!("  skipped: {what}: {why}");
    }

    pub(crate) fn end(&self, took: Duration) {
        self.verdicts.end(&[], took);
    }
}

/// The median, the least and the most.
pub(crate) fn range(figures: Vec<f64>, places: usize) -> String {
    let Spread { median, least, most } = Spread::of(figures);
    let range = format!("{least:.places$} - {most:.places$}");
    format!("{median:>9.places$}  {range:<17}")
}
