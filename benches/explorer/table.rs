//! What the engines made of a program, as text.

use crate::contest::Score;
use crate::engines::{End, Reach};
use crate::figures::{thousands, time};
use crate::programs::Program;

pub(crate) fn head(program: &Program) {
    let title = program.title;
    let (what, last) = match program.traces {
        None => ("until the first bug".to_owned(), "in all"),
        Some(traces) => {
            (format!("{} traces", thousands(traces as f64)), "a second")
        }
    };
    println!(
        "\n{title}\n  {what:<26}{:>12}{:>11}{last:>12}  outcome",
        "executions", "time"
    );
}

pub(crate) fn show(program: &Program, score: &Score) {
    let engine = score.engine;
    let name = format!("{:<11}{}", engine.house, engine.strategy);
    if let End::Refused(why) = score.end() {
        println!("  {name:<26}{:>12}{:>11}{:>12}  {why}", "-", "-", "-");
        return;
    }
    let (executions, seconds) = (score.executions(), score.seconds());
    let count = if score.is_luck && executions < 1_000.0 {
        format!("{executions:.1}")
    } else {
        thousands(executions)
    };
    let last = match program.has_bug {
        true => time(score.seconds_in_all()),
        false => thousands(executions / seconds),
    };
    println!(
        "  {name:<26}{count:>12}{:>11}{last:>12}  {}",
        time(seconds),
        outcome(program, score),
    );
}

fn outcome(program: &Program, score: &Score) -> String {
    let seeds = score.seeds();
    match score.end() {
        End::Bug(what) if !program.has_bug => format!("WRONG, a bug: {what}"),
        End::Bug(_) if score.is_luck => {
            format!("bug found, mean of {seeds} seeds")
        }
        End::Bug(_) => "bug found".to_owned(),
        End::Limit if score.is_luck => {
            format!("bug found with {} of {seeds} seeds", score.found())
        }
        End::Limit if program.has_bug => "no bug yet".to_owned(),
        End::Limit if score.engine.reach == Reach::Sample => {
            "nothing found".to_owned()
        }
        End::Limit => "unfinished".to_owned(),
        End::Complete if score.engine.reach == Reach::TwoPreemptions => {
            "no bug within 2 preemptions".to_owned()
        }
        End::Complete if program.has_bug => "WRONG, no bug".to_owned(),
        End::Complete => "no bug: proved".to_owned(),
        End::Refused(why) => (*why).to_owned(),
    }
}
