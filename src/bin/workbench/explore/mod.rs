//! `workbench explore`: every interleaving of a lab.

mod streamed;

use std::process::ExitCode;

use anyhow::Result;
use unicode_width::UnicodeWidthStr;
use workbench::explore::{Explorer, Failure, Report, Strategy, Verdict};
use workbench::trace::Trace;
use workbench::trace::render::words;

use crate::args::{self, View};
use crate::interrupt;
use crate::labs::Sizes;
use crate::output::{self, Usage};
use crate::save::Save;
use crate::screen::Screen;
use crate::spinner::Spinner;
use crate::stream;
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
    check_bound(args)?;
    interrupt::listen()?;
    if args.look.view == Some(View::Stream) {
        stream::on_a_leash(0)?;
    }
    let save = args.save.as_deref().map(Save::new).transpose()?;
    let screen = Screen::new(&args.look, save.is_some());
    screen.allow_bars();
    let sizes = Sizes::default();
    let report = {
        let _spinner = Spinner::start();
        explorer(&subject, args).run(subject.program_of(&sizes))
    };
    if screen.streams() {
        streamed::tell(&subject, &report, &sizes)?;
        return Ok(ExitCode::SUCCESS);
    }
    tell(&screen, &subject, &report, &sizes)?;
    match (save, report.failure()) {
        (Some(save), Some(failure)) => {
            save.write(std::slice::from_ref(failure.trace()))?;
        }
        (Some(_), None) => screen.remark("nothing failed, nothing is saved")?,
        (None, _) => {}
    }
    let surprise = subject.surprise(&report);
    match surprise {
        Some((why, 1..)) if !screen.speaks() => output::complain(why),
        Some((why, _)) => screen.remark(why)?,
        None => {}
    }
    Ok(surprise.map_or(0, |(_, code)| code).into())
}

/// Only two strategies can keep to a bound.
fn check_bound(args: &args::Explore) -> Result<(), Usage> {
    use args::Strategy::{BestFirst, Dfs};
    match (args.preemptions, args.strategy) {
        (None, _) | (_, None | Some(BestFirst | Dfs)) => Ok(()),
        (Some(most), Some(_)) => Err(Usage::new(format!(
            "'--preemptions {most}' goes with '--strategy best-first' and \
             '--strategy dfs'; leave one of the two out"
        ))),
    }
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
pub(crate) fn standstill(trace: &Trace) -> Vec<String> {
    match trace.events.last() {
        Some(last) => words::standstill(trace, last),
        None => Vec::new(),
    }
}

fn tell(
    screen: &Screen,
    subject: &Subject,
    report: &Report,
    sizes: &Sizes,
) -> Result<()> {
    match (screen.view(), report.failure()) {
        (Some(View::Timeline | View::Json), Some(failure)) => {
            return screen.trace(failure.trace());
        }
        // Nothing but data is printed, and there is none.
        (Some(View::Json), None) => return Ok(()),
        _ => {}
    }
    let is_good =
        !matches!(report.verdict(), Verdict::Failed | Verdict::Unreached);
    let sentence = report.sentence();
    let sentence = match subject.variant() {
        Some(variant) => format!("{variant}: {sentence}"),
        None => sentence,
    };
    screen.result(&sentence, is_good)?;
    match report.failure() {
        Some(failure) => tell_failure(screen, subject, failure),
        None => tell_scope(screen, report, sizes),
    }
}

fn tell_failure(
    screen: &Screen,
    subject: &Subject,
    failure: &Failure,
) -> Result<()> {
    screen.table(&failure.table(&screen.rows(12)))?;
    let standstill = standstill(failure.trace());
    match standstill.as_slice() {
        [] => screen.result(&format!("  {}", failure.message()), false)?,
        lines => {
            for line in lines {
                screen.print(&format!("  {line}"))?;
            }
        }
    }
    if let Some(why) = subject.explanation() {
        screen.print(&format!("  {why}"))?;
    }
    let token = Token::of(*subject, failure);
    let again = format!("  again: workbench replay {token}");
    if failure.moves() == 0 {
        // There is nothing to choose.
        return screen.print(&again);
    }
    let play = format!("yourself: workbench play {}", subject.words());
    let both = format!("{again}    {play}");
    if both.width() <= screen.width() {
        return screen.print(&both);
    }
    screen.print(&again)?;
    screen.print(&format!("  {play}"))
}

fn tell_scope(screen: &Screen, report: &Report, sizes: &Sizes) -> Result<()> {
    for line in report.scope().lines() {
        screen.print(&format!("  {line}"))?;
    }
    if let Some(sizes) = sizes.words() {
        screen.print(&format!("  smaller than in class: {sizes}"))?;
    }
    for label in report.reached() {
        screen.print(&format!("  reached in some of them: {label}"))?;
    }
    Ok(())
}
