//! What a few samples have to say.

/// Two groups of samples are told apart whose ratio is more than this.
const APART: f64 = 1.8;

pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Spread {
    pub(crate) fn of(samples: Vec<f64>) -> Self {
        let samples = sorted(samples);
        let (least, most) = (samples[0], samples[samples.len() - 1]);
        Self { median: median(&samples), least, most }
    }
}

/// The medians of two groups, if the samples fall into two, of which the
/// smaller one is no accident: a quarter of all.
pub(crate) fn two_groups(samples: &[f64]) -> Option<(f64, f64)> {
    let samples = sorted(samples.to_vec());
    let few = samples.len().div_ceil(4);
    let gap = |at: &usize| samples[*at] / samples[at - 1];
    let widest = (few..=samples.len().checked_sub(few)?)
        .max_by(|one, other| gap(one).total_cmp(&gap(other)))?;
    let (low, high) = samples.split_at(widest);
    (gap(&widest) > APART).then(|| (median(low), median(high)))
}

fn sorted(mut samples: Vec<f64>) -> Vec<f64> {
    samples.sort_by(f64::total_cmp);
    samples
}

fn median(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    (sorted[half] + sorted[(sorted.len() - 1) / 2]) / 2.0
}
