//! Executions a second, on one program: what an engine does with a step.

use std::time::Duration;

use crate::engines::{Engine, Limits, engines};
use crate::figures::thousands;
use crate::goals::Goal;
use crate::programs::Body;
use crate::quiet::Quiet;
use crate::scale::Scale;
use crate::spread::Spread;
use crate::verdicts::Verdicts;

const TITLE: &str = "mutex counter x3";

/// How long a sample takes at least: explorations, of which the median
/// counts.
const SAMPLE: Duration = Duration::from_millis(100);

/// Of those that draw, in one exploration.
const DRAWS: u64 = 2_000;

/// With what an exploration needs once, for every 6 executions, and with
/// next to nothing but executions.
const JUDGED: [&str; 2] = ["dpor", "random"];

/// Executions a second that are meant of these.
const GOAL: f64 = 400_000.0;

/// No engine comes near it.
const FOREVER: Duration = Duration::from_secs(60);

pub(crate) fn play(scale: Scale, verdicts: &mut Verdicts) {
    println!(
        "\n{TITLE}, over and over\n  {:<26}{:>12}  least - most",
        "executions a second", "median"
    );
    let mut samples: Vec<_> = engines().map(|it| (it, Vec::new())).collect();
    let quiet = Quiet::new();
    for _ in 0..scale.rounds {
        for (engine, rates) in &mut samples {
            rates.push(rate(engine));
        }
    }
    drop(quiet);
    let mut goals = Vec::new();
    for (engine, rates) in samples {
        let Spread { median, least, most } = Spread::of(rates);
        let name = format!("{:<11}{}", engine.house, engine.strategy);
        let [least, most] = [least, most].map(thousands);
        println!("  {name:<26}{:>12}  {least} - {most}", thousands(median));
        if engine.is_ours() && JUDGED.contains(&engine.strategy) {
            let strategy = engine.strategy;
            goals.push(Goal {
                what: format!("{strategy} >= {} a second", thousands(GOAL)),
                figure: thousands(median),
                is_met: Some(median >= GOAL),
            });
        }
    }
    for goal in goals {
        goal.show(TITLE, verdicts);
    }
}

fn rate(engine: &Engine) -> f64 {
    let body = Body::MutexCounter { threads: 3 };
    let limits = Limits { time: FOREVER, executions: DRAWS, seed: 0 };
    let (mut rates, mut took) = (Vec::new(), Duration::ZERO);
    while took < SAMPLE {
        let run = engine.explore(body, limits);
        rates.push(run.executions as f64 / run.in_all.as_secs_f64());
        took += run.in_all;
    }
    Spread::of(rates).median
}
