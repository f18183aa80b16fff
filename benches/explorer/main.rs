//! How much the explorer has to execute, and how long it takes, beside
//! shuttle and loom: the same programs under each of their strategies.
//!
//! ```text
//! cargo bench --bench explorer                     a first look
//! cargo bench --bench explorer -- --full           for reports: some minutes
//! cargo bench --bench explorer -- philosophers     programs with this word
//! ```
//!
//! An engine explores a program until the first bug, or until nothing is left
//! to explore, or for as long as the limit allows. The engines take turns, and
//! what took a moment is repeated: the median counts. An engine that draws is
//! given a hundred seeds to find a bug, and its means are shown.
#![expect(clippy::print_stdout, reason = "a table is what this is for")]
#![expect(clippy::print_stderr, reason = "what was wrong with the words")]

mod contest;
mod costs;
mod engines;
mod figures;
mod goals;
mod primitives;
mod programs;
mod quiet;
mod rates;
#[path = "../shared/scale.rs"]
mod scale;
#[path = "../shared/spread.rs"]
#[expect(dead_code, reason = "groups of samples are another bench's")]
mod spread;
mod table;
#[path = "../shared/verdicts.rs"]
mod verdicts;

use std::io::{self, Write};
use std::num::ParseFloatError;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;

use programs::{PROGRAMS, Program};
use scale::Scale;
use verdicts::Verdicts;

/// The explorer beside shuttle and loom.
#[derive(Parser)]
struct Args {
    /// Only programs with one of these words in their title; 'rates' and
    /// 'costs' are what comes after the programs
    names: Vec<String>,
    /// Seconds after which an engine gives a program up [default: 1; 10 with
    /// --full]
    #[arg(long, value_parser = seconds)]
    limit: Option<Duration>,
    /// More rounds and seeds, and more time: for reports
    #[arg(long)]
    full: bool,
    /// Rounds of what takes a moment [default: 5; 9 with --full]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=999))]
    rounds: Option<u32>,
    /// What cargo passes to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 =
        text.parse().map_err(|error: ParseFloatError| error.to_string())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

impl Args {
    fn want(&self, title: &str) -> bool {
        let named = |word: &String| title.contains(word.as_str());
        self.names.is_empty() || self.names.iter().any(named)
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    if let Some(name) = meddling() {
        eprintln!("error: {name} changes what is compared; unset it");
        return ExitCode::from(2);
    }
    let scale = Scale::new(args.full, args.rounds);
    let limit = Duration::from_secs(if args.full { 10 } else { 1 });
    let limit = args.limit.unwrap_or(limit);
    let began = Instant::now();
    let mut verdicts = Verdicts::default();
    println!("{}", scale.describe());
    println!("given up after {} s", limit.as_secs_f64());
    let wanted = |program: &&Program| args.want(program.title);
    let programs: Vec<_> = PROGRAMS.iter().filter(wanted).collect();
    let (rates, costs) = (args.want("rates"), args.want("costs"));
    for program in &programs {
        explore(program, scale, limit, &mut verdicts);
    }
    if rates {
        rates::play(scale, &mut verdicts);
    }
    if costs {
        costs::play(scale);
    }
    if programs.is_empty() && !rates && !costs {
        eprintln!(
            "error: no program named '{}'; type for example 'queue', \
             'philosophers' or 'rates'",
            args.names.join(" ")
        );
        return ExitCode::from(2);
    }
    verdicts.end(&[], began.elapsed());
    ExitCode::SUCCESS
}

/// A variable of the environment that changes what a rival does.
fn meddling() -> Option<String> {
    let of_rival = |name: &String| {
        ["SHUTTLE_", "LOOM_"].iter().any(|it| name.starts_with(it))
    };
    std::env::vars_os()
        .find_map(|(name, _)| name.into_string().ok().filter(of_rival))
}

fn explore(
    program: &Program,
    scale: Scale,
    limit: Duration,
    verdicts: &mut Verdicts,
) {
    table::head(program);
    // A program takes seconds: what is done is shown meanwhile.
    let _ = io::stdout().flush();
    let scores = contest::play(program, scale, limit);
    for score in &scores {
        table::show(program, score);
    }
    for goal in goals::of(program, &scores, limit) {
        goal.show(program.title, verdicts);
    }
}
