//! A report as words.

use std::fmt::Write;

use super::report::{Failure, FailureKind, Report, Scope, Verdict};
use super::table::{self, Table};

/// The verdict as one sentence.
pub(super) fn sentence(report: &Report) -> String {
    let looked_at = count(report.executions, "interleaving");
    match (&report.failure, report.verdict) {
        (Some(failure), Verdict::Failed) => failed(report, failure),
        (_, Verdict::Unreached) => {
            let labels: Vec<_> = report
                .unreached
                .iter()
                .map(|label| format!("'{label}'"))
                .collect();
            let labels = labels.join(" or ");
            match (report.is_exhaustive, report.executions) {
                (true, 1) => format!(
                    "no failure, and the one interleaving there is does not \
                     reach {labels}"
                ),
                (true, _) => format!(
                    "no failure, and none of all {looked_at} reaches {labels}"
                ),
                (false, _) => format!(
                    "no failure, and none of the first {looked_at} reaches \
                     {labels}"
                ),
            }
        }
        (_, Verdict::Proved) if report.executions == 1 => {
            "no failure in the one interleaving there is: proved".to_owned()
        }
        (_, Verdict::Proved) => {
            format!("no failure in any of {looked_at}: proved")
        }
        _ => format!("no failure in {looked_at}; there are more"),
    }
}

fn failed(report: &Report, failure: &Failure) -> String {
    let what = match failure.kind {
        FailureKind::Panic => "fails",
        kind @ (FailureKind::Stuck
        | FailureKind::NotDeterministic
        | FailureKind::OtherProgram) => {
            return kind.words().to_owned();
        }
        kind => kind.words(),
    };
    let preemptions = count(failure.preemptions as u64, "preemption");
    let Report { executions, failures, is_exhaustive, .. } = *report;
    let all = count(executions, "interleaving");
    let of = match is_exhaustive {
        true if executions == 1 => {
            return format!("{what} in the one interleaving there is");
        }
        true if failures == executions => format!("all {all}"),
        true => format!("{failures} of all {all}"),
        false => format!("{failures} of the first {all}"),
    };
    match report.is_shortest {
        true => format!("{what} in {of}; shortest: {preemptions}"),
        false => format!("{what} in {of}; one with {preemptions}"),
    }
}

/// All of it.
pub(super) fn report(report: &Report) -> String {
    let mut text = sentence(report);
    text.push('\n');
    if let (Some(failure), Verdict::Failed) = (&report.failure, report.verdict)
    {
        text += &table::draw(&failure.look, &Table::default());
        let _ = writeln!(text, "  {}", failure.message);
        let _ = writeln!(text, "  schedule {}", failure.schedule);
    } else {
        for line in scope(&report.scope) {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

/// What a verdict holds for, in lines.
pub(super) fn scope(scope: &Scope) -> Vec<String> {
    let others = scope.threads.saturating_sub(1) as u64;
    let threads = match others {
        0 => "main alone".to_owned(),
        others => format!("main and {}", count(others, "thread")),
    };
    let mut lines = vec![format!(
        "for {threads}, sequentially consistent memory, locks of this library"
    )];
    let mut bounds = Vec::new();
    if let Some(most) = scope.preemptions {
        let most = count(most as u64, "preemption");
        bounds.push(format!("at most {most} in an execution"));
    }
    if scope.fair {
        bounds.push(format!(
            "a thread that has looked {} times in vain lets others go first",
            crate::model::PATIENCE
        ));
    }
    if let Some(bytes) = scope.no_room {
        let room = match bytes >> 20 {
            0 => format!("{bytes} bytes"),
            megabytes => format!("{megabytes} MB"),
        };
        bounds.push(format!(
            "best-first needed more than {room}, and DPOR went on"
        ));
    }
    if scope.in_order {
        bounds.push("sleeps and timeouts end in order".to_owned());
    }
    if scope.notifies {
        bounds.push(match scope.wake_any {
            true => "notify_one may wake anybody".to_owned(),
            false => "notify_one wakes who waited longest".to_owned(),
        });
    }
    if !bounds.is_empty() {
        lines.push(bounds.join("; "));
    }
    lines
}

/// `1 thread`, `2 threads`.
fn count(number: u64, what: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {what}{end}")
}
