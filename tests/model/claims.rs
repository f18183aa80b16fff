//! What a test claims of a program under the explorer.
//!
//! Every claim prints a line, so that the figures can be quoted:
//! `cargo test --test model classics -- --nocapture --test-threads 1`.
//!
//! Numbers of executions are claimed as upper bounds: a better search may
//! need fewer, a worse one has to explain itself.

use workbench::explore::{
    Explorer, Failure, FailureKind, Report, Strategy, Verdict,
};

/// How a program fails where it is interrupted as seldom as possible.
#[derive(Debug)]
pub(crate) struct Bug {
    pub(crate) kind: FailureKind,
    /// A part of the message.
    pub(crate) says: &'static str,
    pub(crate) preemptions: usize,
}

/// Called as a student calls it, the explorer finds this bug, and proves that
/// there is no shorter way to it. DPOR alone, which proves the repaired twin,
/// comes upon it within so many executions.
#[track_caller]
pub(crate) fn fails(
    name: &str,
    program: impl Fn() + Copy + Send + Sync + 'static,
    most: u64,
    bug: &Bug,
) {
    let report = Explorer::new().run(program);
    failed(name, &report, bug, u64::MAX);
    assert!(report.is_shortest(), "{name}: {}", report.render());
    let preemptions = report.failure().map(Failure::preemptions);
    let fewest = Some(bug.preemptions);
    assert_eq!(preemptions, fewest, "{name}: {}", report.render());
    let dpor = Explorer::new().strategy(Strategy::Dpor).run(program);
    failed(&format!("{name}, dpor"), &dpor, bug, most);
}

/// The report is of this bug, found within so many executions; not
/// necessarily by the fewest preemptions.
#[track_caller]
pub(crate) fn failed(name: &str, report: &Report, bug: &Bug, most: u64) {
    assert_eq!(
        report.verdict(),
        Verdict::Failed,
        "{name}: {}",
        report.render()
    );
    let failure = report.failure().expect("failed");
    assert_eq!(failure.kind(), bug.kind, "{name}: {}", report.render());
    let message = failure.message();
    assert!(message.contains(bug.says), "{name}: {message}");
    let (first, _) = report.first_failure().expect("failed");
    assert!(first <= most, "{name}: found in the {first}th execution");
    let (fail, all) = (report.failures(), report.executions());
    let how = failure.kind().words();
    let preemptions = failure.preemptions();
    line(
        name,
        &format!(
            "{how} by {preemptions} preemptions, in {fail} of {all}; found after {first}"
        ),
    );
}

/// Every interleaving that matters was executed, in at most so many
/// executions, and none fails.
#[track_caller]
pub(crate) fn proved(
    name: &str,
    program: impl Fn() + Send + Sync + 'static,
    most: u64,
) {
    let report = Explorer::new().strategy(Strategy::Dpor).run(program);
    let verdict = report.verdict();
    assert_eq!(verdict, Verdict::Proved, "{name}: {}", report.render());
    assert!(report.is_exhaustive(), "{name}: proved, and not exhaustive");
    let all = report.executions();
    assert!(all <= most, "{name}: {all} executions");
    line(name, &format!("proved in {all}"));
}

/// As [`proved`], of a program of which it is known how many executions
/// differ: fewer would be no proof.
#[track_caller]
pub(crate) fn proved_by(
    name: &str,
    program: impl Fn() + Copy + Send + Sync + 'static,
    orders: u64,
) {
    proved(name, program, orders);
    let report = Explorer::new().strategy(Strategy::Dpor).run(program);
    assert_eq!(report.executions(), orders, "{name}");
}

/// None of the executions with at most so many preemptions fails. That says
/// nothing of the others.
#[track_caller]
pub(crate) fn holds_up_to(
    name: &str,
    preemptions: usize,
    program: impl Fn() + Send + Sync + 'static,
    most: u64,
) {
    let explorer = Explorer::new().preemption_bound(preemptions);
    let report = explorer.run(program);
    let verdict = report.verdict();
    assert_eq!(verdict, Verdict::NothingFound, "{name}: {}", report.render());
    assert!(!report.is_exhaustive(), "{name}: bounded, and exhaustive");
    let all = report.executions();
    assert!(all <= most, "{name}: {all} executions");
    line(name, &format!("holds up to {preemptions} preemptions, in {all}"));
}

#[expect(clippy::print_stdout, reason = "for whoever asks with --nocapture")]
fn line(name: &str, found: &str) {
    println!("{name:<44} {found}");
}
