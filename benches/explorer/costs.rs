//! What everything is made of: a step, an execution, an exploration. Two of
//! them beside bare coroutines on stacks that are kept, which are the least
//! that an engine is made of.

use std::time::{Duration, Instant};

use corosensei::Coroutine;
use corosensei::stack::DefaultStack;

use crate::engines::{Engine, Limits, Reach, engines};
use crate::figures::time;
use crate::programs::Body;
use crate::quiet::Quiet;
use crate::scale::Scale;
use crate::spread::Spread;

/// Something that is done many times in a sample.
#[derive(Clone, Copy)]
struct Work {
    title: &'static str,
    threads: u64,
    /// Of each thread. A step switches away from it, and back.
    steps: u64,
    executions: u64,
    /// What the time of an exploration is divided by.
    units: u64,
}

const STEP: Work = Work {
    title: "a step: a fetch_add in one of 2 threads",
    threads: 2,
    steps: 1_000,
    executions: 4,
    units: 4 * 2 * 1_000,
};

const EXECUTION: Work = Work {
    title: "an execution of 3 threads that do nothing",
    threads: 3,
    steps: 0,
    executions: 500,
    units: 500,
};

const EXPLORATION: Work = Work {
    title: "an exploration of a program that does nothing",
    threads: 0,
    steps: 0,
    executions: 1,
    units: 1,
};

/// Explorations of a sample, of which the median counts: where another
/// program has taken the processor away in the middle of some, it does not
/// see it.
const REPEATS: u64 = 48;

/// No engine comes near it.
const FOREVER: Duration = Duration::from_secs(60);

pub(crate) fn play(scale: Scale) {
    for work in [STEP, EXECUTION] {
        let drawing = engines().filter(|engine| engine.strategy == "random");
        let contenders = drawing.map(|it| (it.house.to_owned(), Some(it)));
        let bare = ("corosensei, bare".to_owned(), None);
        show(scale, work, [bare].into_iter().chain(contenders));
    }
    let to_the_end = engines().filter(|it| it.reach == Reach::Every);
    let name = |it: &Engine| format!("{:<11}{}", it.house, it.strategy);
    show(scale, EXPLORATION, to_the_end.map(|it| (name(it), Some(it))));
}

fn show(
    scale: Scale,
    work: Work,
    contenders: impl Iterator<Item = (String, Option<&'static Engine>)>,
) {
    let title = work.title;
    println!("\n{title}\n  {:<26}{:>12}  least - most", "", "median");
    let quiet = Quiet::new();
    let mut samples: Vec<_> =
        contenders.map(|(name, engine)| (name, engine, Vec::new())).collect();
    for _ in 0..scale.rounds {
        for (_, engine, seconds) in &mut samples {
            let explore = |_| match engine {
                None => bare(work).as_secs_f64(),
                Some(engine) => explored(engine, work).as_secs_f64(),
            };
            let all = (0..scale.count(REPEATS)).map(explore).collect();
            seconds.push(Spread::of(all).median / work.units as f64);
        }
    }
    drop(quiet);
    for (name, _, seconds) in samples {
        let Spread { median, least, most } = Spread::of(seconds);
        let [median, least, most] = [median, least, most].map(time);
        println!("  {name:<26}{median:>12}  {least} - {most}");
    }
}

fn explored(engine: &Engine, work: Work) -> Duration {
    let Work { threads, steps, executions, .. } = work;
    let body = Body::Steps { threads, steps };
    let limits = Limits { time: FOREVER, executions, seed: 0 };
    let run = engine.explore(body, limits);
    assert_eq!(run.executions, executions, "{} has stopped", engine.house);
    run.in_all
}

/// The same by hand: coroutines that take turns.
fn bare(work: Work) -> Duration {
    let mut kept: Vec<DefaultStack> = Vec::new();
    let begun = Instant::now();
    for _ in 0..work.executions {
        let spawn = |_| {
            let stack = kept.pop().unwrap_or_default();
            Coroutine::with_stack(stack, move |yielder, ()| {
                (0..work.steps).for_each(|_| yielder.suspend(()));
            })
        };
        let mut threads: Vec<_> = (0..work.threads).map(spawn).collect();
        for _ in 0..=work.steps {
            for thread in &mut threads {
                thread.resume(());
            }
        }
        kept.extend(threads.into_iter().map(Coroutine::into_stack));
    }
    begun.elapsed()
}
