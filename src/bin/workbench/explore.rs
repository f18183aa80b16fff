//! `workbench explore`: every interleaving of a lab.

use std::process::ExitCode;

use anyhow::Result;
use workbench::explore::{Explorer, Report, Strategy, Verdict};
use workbench::trace::Trace;
use workbench::trace::render::words;

use crate::args::{self, View};
use crate::interrupt;
use crate::save::Save;
use crate::screen::Screen;
use crate::spinner::Spinner;
use crate::subject::{Subject, Wishes};
use crate::token::Token;

/// How many things must come in order for a bug, where threads have random
/// priorities.
const DEPTH: usize = 3;

/// Explores, and shows the shortest failure or the proof.
pub(crate) fn run(args: &args::Explore) -> Result<ExitCode> {
    let wishes = Wishes {
        variant: args.variant.as_deref(),
        threads: args.threads,
        seed: Some(args.seed),
    };
    let subject = Subject::find(&args.name, wishes)?;
    interrupt::listen()?;
    let save = args.save.as_deref().map(Save::new).transpose()?;
    let screen = Screen::new(&args.look, save.is_some());
    let report = {
        let _spinner = Spinner::start();
        explorer(&subject, args).run(subject.program())
    };
    tell(&screen, &subject, &report)?;
    if let Some(save) = save {
        let traces = report.failure().map(|it| it.trace().clone());
        save.write(traces.as_slice())?;
    }
    Ok(subject.exit_code(report.failure()).into())
}

fn explorer(subject: &Subject, args: &args::Explore) -> Explorer {
    let mut explorer = subject.explorer();
    let seed = args.seed;
    let strategy = args.strategy.map(|strategy| match strategy {
        args::Strategy::Dpor => Strategy::Dpor,
        args::Strategy::Dfs => Strategy::Dfs,
        args::Strategy::BestFirst => Strategy::BestFirst,
        args::Strategy::Random => Strategy::Random { seed },
        args::Strategy::Pct => Strategy::Pct { seed, depth: DEPTH },
    });
    if let Some(strategy) = strategy {
        explorer = explorer.strategy(strategy);
    }
    if let Some(most) = args.preemptions {
        explorer = explorer.preemption_bound(most);
    }
    if let Some(most) = args.max_executions {
        explorer = explorer.max_executions(most);
    }
    explorer
}

/// Who waits for whom, if nobody can go on, a line for each.
pub(crate) fn circle(trace: &Trace) -> Vec<String> {
    match trace.events.last() {
        Some(last) => words::deadlock(trace, last),
        None => Vec::new(),
    }
}

fn tell(screen: &Screen, subject: &Subject, report: &Report) -> Result<()> {
    if let (Some(View::Timeline | View::Json), Some(failure)) =
        (screen.view(), report.failure())
    {
        return screen.trace(failure.trace());
    }
    screen.result(&report.sentence(), report.verdict() != Verdict::Failed)?;
    match report.failure() {
        Some(failure) => {
            for line in failure.table().lines() {
                screen.print(line)?;
            }
            for line in circle(failure.trace()) {
                screen.print(&format!("  {line}"))?;
            }
            let schedule = failure.schedule().clone();
            let token = Token { subject: *subject, schedule };
            let again = format!("  again: workbench replay {token}");
            let play = format!("yourself: workbench play {}", subject.words());
            if again.len() + play.len() + 6 <= screen.width() {
                screen.print(&format!("{again}      {play}"))?;
            } else {
                screen.print(&again)?;
                screen.print(&format!("  {play}"))?;
            }
        }
        None => {
            for line in report.scope().lines() {
                screen.print(&format!("  {line}"))?;
            }
        }
    }
    if subject.exit_code(report.failure()) != 0 {
        screen.remark(match subject.goes_wrong() {
            false => "it should have been right in all of them",
            true => "it should have gone wrong in one of them",
        })?;
    }
    Ok(())
}
