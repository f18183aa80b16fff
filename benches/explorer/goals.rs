//! What the library's explorer is meant to reach.

use std::time::Duration;

use crate::contest::Score;
use crate::engines::{End, Reach};
use crate::figures::{thousands, time};
use crate::programs::Program;
use crate::verdicts::Verdicts;

/// How many times as fast as the better rival a proof is meant to be.
const FASTER: f64 = 100.0;

/// How long a rival is meant to have had before it counts as one that does
/// not finish.
const PATIENCE: Duration = Duration::from_secs(10);

/// A goal, and what came of it.
pub(crate) struct Goal {
    pub(crate) what: String,
    pub(crate) figure: String,
    /// Nothing, where the figures do not say.
    pub(crate) is_met: Option<bool>,
}

impl Goal {
    pub(crate) fn show(self, title: &str, verdicts: &mut Verdicts) {
        let Self { what, figure, is_met } = self;
        let text = || format!("{title}: {what}: {figure}");
        let verdict = match is_met {
            Some(is_met) => verdicts.judge(is_met, text),
            None => verdicts.leave("unknown", text()),
        };
        println!("  goal: {what}: {figure} {verdict}");
    }
}

/// What is meant of a program.
pub(crate) fn of(
    program: &Program,
    scores: &[Score],
    limit: Duration,
) -> Vec<Goal> {
    let mut goals: Vec<_> =
        scores.iter().filter_map(|score| wrong(program, score)).collect();
    let ours = scores.iter().find(|score| score.engine.is_dpor());
    let rivals = scores.iter().filter(|score| {
        score.engine.reach == Reach::Every && !score.engine.is_ours()
    });
    let rivals: Vec<_> = rivals.collect();
    if let Some(ours) = ours.filter(|_| !program.has_bug) {
        goals.push(faster(ours, &rivals, limit));
        let within = program.within;
        goals.extend(within.map(|most| in_time(ours, &rivals, most, limit)));
    }
    goals
}

/// An engine that finds what is not there, or proves that there is nothing
/// where something is, has worthless figures.
fn wrong(program: &Program, score: &Score) -> Option<Goal> {
    let engine = score.engine;
    let is_wrong = match score.end() {
        End::Bug(_) => !program.has_bug,
        End::Complete => program.has_bug && engine.reach == Reach::Every,
        End::Limit | End::Refused(_) => false,
    };
    is_wrong.then(|| Goal {
        what: format!("{} {} is right", engine.house, engine.strategy),
        figure: "it is wrong".to_owned(),
        is_met: Some(false),
    })
}

fn faster(ours: &Score, rivals: &[&Score], limit: Duration) -> Goal {
    let proofs = rivals.iter().filter(|rival| rival.is_proof());
    let best =
        proofs.min_by(|one, other| one.seconds().total_cmp(&other.seconds()));
    let (than, seconds, at_least) = match best {
        Some(rival) => (rival.engine.house, rival.seconds(), ""),
        None => ("either, unfinished", limit.as_secs_f64(), "> "),
    };
    let ratio = seconds / ours.seconds();
    let is_enough = ours.is_proof() && ratio >= FASTER;
    let is_known = is_enough || best.is_some() || !ours.is_proof();
    Goal {
        what: format!("proved >= {FASTER}x as fast as by {than}"),
        figure: match ours.is_proof() {
            true => format!("{at_least}{}x", thousands(ratio)),
            false => "no proof".to_owned(),
        },
        is_met: is_known.then_some(is_enough),
    }
}

fn in_time(
    ours: &Score,
    rivals: &[&Score],
    most: Duration,
    limit: Duration,
) -> Goal {
    let most = most.as_secs_f64();
    let alone = !rivals.iter().any(|rival| rival.is_proof());
    let others = match alone {
        true => format!("the rivals > {}", time(limit.as_secs_f64())),
        false => "a rival finished".to_owned(),
    };
    let is_met = ours.is_proof() && ours.seconds() < most && alone;
    Goal {
        what: format!("proved in < {}, by no rival in 10 s", time(most)),
        figure: format!("{}, {others}", time(ours.seconds())),
        is_met: (!alone || limit >= PATIENCE).then_some(is_met),
    }
}
