//! Random small programs. A reference that knows nothing of the explorer says
//! what each can come to: plain search and DPOR must see exactly that, and
//! best-first must fail exactly where threads can get stuck, with as few
//! preemptions as plain search needs.
//!
//! A program that is judged otherwise is printed whole, with its seed.
//! `WORKBENCH_SEED` in the environment is a seed to try alone.

mod dice;
mod program;
mod reference;
mod world;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use workbench::explore::{Explorer, Report, Strategy, Verdict};

use self::program::Program;
use self::reference::Truth;
use self::world::{Outcome, run};

/// Every outcome of an execution that came to its end, and the report.
fn explore(
    program: &Arc<Program>,
    explorer: Explorer,
) -> (BTreeSet<Outcome>, Report) {
    let outcomes = Arc::new(Mutex::new(BTreeSet::new()));
    let (program, ends) = (program.clone(), outcomes.clone());
    let report = explorer.run(move || {
        let outcome = run(&program);
        ends.lock().unwrap().insert(outcome);
    });
    let outcomes = std::mem::take(&mut *outcomes.lock().unwrap());
    (outcomes, report)
}

fn with(strategy: Strategy) -> Explorer {
    Explorer::new().strategy(strategy)
}

/// Executions that plain search is given; most programs need fewer.
const ENOUGH: u64 = 300;

/// Hands `count` programs, from a seed on, to `judge`, with what each can
/// come to.
fn judged(from: u64, count: u64, judge: impl Fn(&Arc<Program>, &Truth)) {
    let only = std::env::var("WORKBENCH_SEED").ok();
    let only = only.map(|seed| seed.parse::<u64>().unwrap());
    let (from, count) = only.map_or((from, count), |seed| (seed, 1));
    for seed in from..from + count {
        let program = Arc::new(Program::random(seed));
        judge(&program, &Truth::of(&program));
    }
}

/// Fails if the explorer has come to an end and has seen anything else than
/// what is true; returns its executions.
fn compare(
    program: &Arc<Program>,
    truth: &Truth,
    explorer: Explorer,
) -> Option<u64> {
    let explorer = explorer.count_failures(true);
    let (found, report) = explore(program, explorer);
    if !report.is_exhaustive() {
        return None;
    }
    let missed: Vec<_> = truth.outcomes.difference(&found).collect();
    assert!(missed.is_empty(), "{program}missed: {missed:?}");
    let more: Vec<_> = found.difference(&truth.outcomes).collect();
    assert!(more.is_empty(), "{program}impossible: {more:?}");
    let verdict = verdict_of(truth);
    assert_eq!(report.verdict(), verdict, "{program}{}", report.render());
    Some(report.executions())
}

fn verdict_of(truth: &Truth) -> Verdict {
    if truth.gets_stuck { Verdict::Failed } else { Verdict::Proved }
}

fn dpor_agrees(from: u64, count: u64) {
    judged(from, count, |program, truth| {
        let few = compare(program, truth, with(Strategy::Dpor));
        let few = few.expect("DPOR comes to an end");
        let plain = with(Strategy::Dfs).max_executions(ENOUGH);
        if let Some(all) = compare(program, truth, plain) {
            assert!(few <= all, "{program}{few} executions instead of {all}");
        }
    });
}

fn best_first_agrees(from: u64, count: u64) {
    judged(from, count, |program, truth| {
        let (_, report) = explore(program, with(Strategy::BestFirst));
        let verdict = verdict_of(truth);
        assert_eq!(report.verdict(), verdict, "{program}{}", report.render());
        let Some(failure) = report.failure() else { return };
        let within = |bound: &usize| {
            let bounded = with(Strategy::Dfs).preemption_bound(*bound);
            explore(program, bounded).1.verdict() == Verdict::Failed
        };
        let fewest = (0..).find(within).expect("fails without a bound");
        let preemptions = failure.preemptions();
        assert_eq!(preemptions, fewest, "{program}{}", report.render());
    });
}

#[test]
fn dpor_sees_every_outcome_of_500_programs() {
    dpor_agrees(1, 500);
}

#[test]
fn dpor_sees_every_outcome_of_500_more() {
    dpor_agrees(501, 500);
}

#[test]
fn best_first_finds_the_fewest_preemptions_in_500_programs() {
    best_first_agrees(1, 500);
}

#[test]
fn best_first_finds_the_fewest_preemptions_in_500_more() {
    best_first_agrees(501, 500);
}

/// What the tests above judge by is worth something only if programs of both
/// kinds come up, and programs with many outcomes.
#[test]
fn some_of_the_programs_get_stuck_and_some_vary() {
    let programs = (1..=1000).map(|seed| Truth::of(&Program::random(seed)));
    let truths: Vec<_> = programs.collect();
    let stuck = truths.iter().filter(|truth| truth.gets_stuck).count();
    let vary = truths.iter().filter(|it| it.outcomes.len() > 2).count();
    assert!((200..=600).contains(&stuck), "{stuck} of 1000 get stuck");
    assert!(vary >= 300, "{vary} of 1000 have more than two outcomes");
}
