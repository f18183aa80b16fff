//! One claim of a check, and how it is tried.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use super::verdict::{Finding, Verdict};
use crate::explore::{
    self, Explorer, Failure, FailureKind, Report, Schedule, Scope, Table,
};
use crate::trace::{Ending, Trace, watch};

/// Executions that are tried of one program, at most.
const MOST: u64 = 20_000;

/// How long one program is explored, at most.
const LONGEST: Duration = Duration::from_secs(8);

/// Steps of an execution, at most: no exercise needs a tenth.
const STEPS: usize = 2_000;

/// Bytes that a search may keep. The process has 1 GB.
const MEMORY: usize = 128 << 20;

/// How long a program may take on OS threads.
const PATIENCE: Duration = Duration::from_secs(2);

/// How a claim is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// In every interleaving.
    Always,
    /// The same, and some execution reaches the claim.
    Sometimes,
    /// In every interleaving somebody waits for ever.
    Waits,
    /// On OS threads.
    Really,
}

/// What came of a claim.
pub(super) struct Found {
    /// Where it holds, its sentence says how that is known.
    pub(super) verdict: Verdict,
    /// What the verdict holds for, where it was explored.
    pub(super) scope: Option<Scope>,
}

/// A claim, and the program that shows whether it holds.
pub(super) struct Part {
    claim: String,
    how: How,
    program: Arc<dyn Fn() + Send + Sync>,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.how, self.claim)
    }
}

impl Part {
    pub(super) fn new(
        claim: &str,
        how: How,
        program: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self { claim: claim.to_owned(), how, program: Arc::new(program) }
    }

    fn explorer(&self) -> Explorer {
        let explorer = Explorer::new()
            .max_executions(MOST)
            .max_time(LONGEST)
            .max_steps(STEPS)
            .max_memory(MEMORY)
            .wake_any(true);
        match self.how {
            How::Sometimes => explorer.must_reach(&self.claim),
            How::Always | How::Waits | How::Really => explorer,
        }
    }

    /// What an explorer is given to run.
    fn program(&self) -> impl Fn() + Send + Sync + 'static {
        let program = self.program.clone();
        move || program()
    }

    /// Whether it holds.
    pub(super) fn run(&self, table: &Table) -> Found {
        match self.how {
            How::Really => Found { verdict: self.run_really(), scope: None },
            How::Always | How::Sometimes | How::Waits => {
                let report = self.explorer().run(self.program());
                let verdict = self.judge(&report, table);
                Found { verdict, scope: Some(report.scope().clone()) }
            }
        }
    }

    /// Runs it as `schedule` says, with the trace of what fails then; without
    /// one if the schedule is of another program.
    pub(super) fn replay(&self, schedule: &Schedule, table: &Table) -> Verdict {
        let report = self.explorer().replay(schedule, self.program());
        let same = report
            .failure()
            .filter(|it| it.kind() != FailureKind::OtherProgram);
        let trace = same.map(|it| it.trace().to_json());
        Verdict { trace, ..self.judge(&report, table) }
    }

    fn judge(&self, report: &Report, table: &Table) -> Verdict {
        let held = Verdict {
            claim: self.claim.clone(),
            sentence: report.sentence(),
            interleavings: report.executions(),
            ..Verdict::default()
        };
        if self.how == How::Waits {
            return self.judge_waiting(report, table, held);
        }
        match (report.verdict(), report.failure()) {
            (explore::Verdict::Failed, Some(failure)) => Verdict {
                finding: finding(failure.kind()),
                lines: tell(failure, table),
                schedule: Some(failure.schedule().to_string()),
                ..held
            },
            (explore::Verdict::Unreached, _) => Verdict {
                finding: Finding::TooCareful,
                sentence: "right, but too careful".to_owned(),
                lines: vec![never(report)],
                ..held
            },
            _ => Verdict { sentence: self.is_known(report), ..held },
        }
    }

    /// Whether everything that can happen is to wait.
    fn judge_waiting(
        &self,
        report: &Report,
        table: &Table,
        held: Verdict,
    ) -> Verdict {
        let always = report.failures() == report.executions();
        match report.failure() {
            Some(failure) if always && waits(failure.kind()) => {
                Verdict { sentence: self.is_known(report), ..held }
            }
            Some(failure) if !waits(failure.kind()) => Verdict {
                finding: finding(failure.kind()),
                lines: tell(failure, table),
                ..held
            },
            _ => Verdict {
                finding: Finding::Wrong,
                sentence: "does not wait".to_owned(),
                lines: vec!["  it came to its end".to_owned()],
                ..held
            },
        }
    }

    /// How it is known that it holds.
    fn is_known(&self, report: &Report) -> String {
        match (self.how, report.is_exhaustive()) {
            (How::Sometimes, _) => "possible".to_owned(),
            (_, true) => "proved".to_owned(),
            (_, false) => {
                format!(
                    "good {} times, and there are more",
                    report.executions()
                )
            }
        }
    }

    fn run_really(&self) -> Verdict {
        let (ended, end) = channel();
        let program = self.program();
        std::thread::spawn(move || {
            // Whoever gave up on it does not listen.
            let _ = ended.send(watch(program));
        });
        let (finding, sentence, lines) = match end.recv_timeout(PATIENCE) {
            Ok((Ending::Finished(()), _)) => {
                (Finding::Pass, "tried", Vec::new())
            }
            Ok((Ending::Panicked(message), _)) => {
                (Finding::Wrong, "fails", lines(&message))
            }
            Ok((Ending::Deadlock, trace)) => {
                (Finding::Hangs, "deadlock", standstill(&trace))
            }
            Err(_) => {
                let limit = format!("it is not over after {PATIENCE:?}");
                (Finding::Hangs, "hangs", vec![limit])
            }
        };
        Verdict {
            finding,
            claim: self.claim.clone(),
            sentence: sentence.to_owned(),
            lines,
            ..Verdict::default()
        }
    }
}

fn finding(kind: FailureKind) -> Finding {
    match kind {
        FailureKind::Deadlock
        | FailureKind::LostWakeup
        | FailureKind::Livelock
        | FailureKind::Stuck => Finding::Hangs,
        _ => Finding::Wrong,
    }
}

fn waits(kind: FailureKind) -> bool {
    matches!(kind, FailureKind::Deadlock | FailureKind::LostWakeup)
}

/// The execution as a table, and what happened in it. Of a deadlock the table
/// says it: who waits for whom is its last line.
fn tell(failure: &Failure, table: &Table) -> Vec<String> {
    let mut told = lines(&failure.table(table));
    if failure.kind() != FailureKind::Deadlock {
        let message = lines(failure.message());
        told.extend(message.into_iter().map(|line| format!("  {line}")));
    }
    told
}

fn standstill(trace: &Trace) -> Vec<String> {
    let last = trace.events.last();
    last.map_or_else(Vec::new, |last| {
        crate::trace::render::words::standstill(trace, last)
    })
}

fn never(report: &Report) -> String {
    let number = report.executions();
    let looked_at = match (report.is_exhaustive(), number) {
        (true, 1) => "the one interleaving there is".to_owned(),
        (true, _) => format!("any of all {number} interleavings"),
        (false, _) => format!("any of the first {number} interleavings"),
    };
    format!("it never happens in {looked_at}")
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}
