//! What was found, as a page is told it.

use anyhow::Result;
use serde::Serialize;
use workbench::explore::{Failure, Report, Step, Verdict};
use workbench::trace::Place;

use super::standstill;
use crate::labs::Sizes;
use crate::stream;
use crate::subject::Subject;
use crate::token::Token;

/// A report as data.
#[derive(Serialize)]
struct Told {
    title: String,
    sentence: String,
    verdict: &'static str,
    executions: u64,
    failures: u64,
    is_exhaustive: bool,
    /// Seconds that it took.
    took: f64,
    /// What it holds for, where nothing fails.
    scope: Vec<String>,
    reached: Vec<String>,
    /// What of this is not what the card says.
    surprise: Option<&'static str>,
    failure: Option<ToldFailure>,
}

/// The failing execution. Its trace follows.
#[derive(Serialize)]
struct ToldFailure {
    kind: &'static str,
    message: String,
    preemptions: usize,
    moves: usize,
    steps: Vec<ToldStep>,
    /// Who waits for whom, if nobody can go on.
    standstill: Vec<String>,
    /// Why a class never sees it.
    explanation: Option<&'static str>,
    token: String,
}

#[derive(Serialize)]
struct ToldStep {
    who: String,
    text: String,
    place: Place,
}

/// Tells the report, and the failing execution's trace.
pub(super) fn tell(
    subject: &Subject,
    report: &Report,
    sizes: &Sizes,
) -> Result<()> {
    let failure = report.failure();
    let smaller =
        sizes.words().map(|it| format!("smaller than in class: {it}"));
    let told = Told {
        title: subject.title(),
        sentence: report.sentence(),
        verdict: match report.verdict() {
            Verdict::Proved => "proved",
            Verdict::NothingFound => "nothing found",
            Verdict::Failed => "failed",
            Verdict::Unreached => "unreached",
        },
        executions: report.executions(),
        failures: report.failures(),
        is_exhaustive: report.is_exhaustive(),
        took: report.elapsed().as_secs_f64(),
        scope: match failure {
            None => report.scope().lines().into_iter().chain(smaller).collect(),
            Some(_) => Vec::new(),
        },
        reached: report.reached().iter().cloned().collect(),
        surprise: subject.surprise(report).map(|(why, _)| why),
        failure: failure.map(|failure| of(subject, failure)),
    };
    stream::say("report", &told)?;
    match failure {
        Some(failure) => stream::say_trace(failure.trace()),
        None => Ok(()),
    }
}

fn of(subject: &Subject, failure: &Failure) -> ToldFailure {
    let name = |step: &Step| {
        let standing = failure.standing().get(step.thread);
        standing.map_or_else(String::new, |it| it.name.clone())
    };
    let steps = failure.steps().iter().filter(|step| !step.is_join);
    let trace = failure.trace();
    ToldFailure {
        kind: failure.kind().words(),
        message: failure.message().to_owned(),
        preemptions: failure.preemptions(),
        moves: failure.moves(),
        steps: steps
            .map(|step| ToldStep {
                who: name(step),
                text: step.text.clone(),
                place: step.place.clone(),
            })
            .collect(),
        standstill: standstill(trace),
        explanation: subject.explanation(),
        token: Token::of(*subject, failure).to_string(),
    }
}
