//! What a step costs, and a thread: the engines against bare coroutines on
//! stacks that are kept, which are the least that an engine is made of.

use std::time::{Duration, Instant};

use corosensei::Coroutine;
use corosensei::stack::DefaultStack;

use crate::engines::{Limits, engines};
use crate::figures::time;
use crate::programs::Body;
use crate::quiet::Quiet;
use crate::scale::Scale;
use crate::spread::Spread;

/// What is executed, and how often in a sample.
struct Work {
    title: &'static str,
    threads: u64,
    /// Of each thread. A step switches away from it, and back.
    steps: u64,
    executions: u64,
    /// What a sample is divided by.
    units: u64,
}

/// No engine comes near it.
const FOREVER: Duration = Duration::from_secs(60);

pub(crate) fn play(scale: Scale) {
    let executions = scale.count(200);
    show(
        scale,
        &Work {
            title: "a step: an atomic load in 1 of 2 threads",
            threads: 2,
            steps: 1_000,
            executions,
            units: 2 * 1_000 * executions,
        },
    );
    let executions = scale.count(20_000);
    show(
        scale,
        &Work {
            title: "an execution of 3 threads that do nothing",
            threads: 3,
            steps: 0,
            executions,
            units: executions,
        },
    );
}

fn show(scale: Scale, work: &Work) {
    let title = work.title;
    println!("\n{title}\n  {:<26}{:>12}  least - most", "", "median");
    let quiet = Quiet::new();
    let drawing = engines().filter(|engine| engine.strategy == "random");
    let mut samples = vec![("corosensei, bare", None, Vec::new())];
    samples.extend(drawing.map(|it| (it.house, Some(it), Vec::new())));
    for _ in 0..scale.rounds {
        for (_, engine, seconds) in &mut samples {
            let took = match engine {
                None => bare(work),
                Some(engine) => engine.explore(work.body(), work.limits()).time,
            };
            seconds.push(took.as_secs_f64() / work.units as f64);
        }
    }
    drop(quiet);
    for (name, _, seconds) in samples {
        let Spread { median, least, most } = Spread::of(seconds);
        let [median, least, most] = [median, least, most].map(time);
        println!("  {name:<26}{median:>12}  {least} - {most}");
    }
}

impl Work {
    fn body(&self) -> Body {
        Body::Loads { threads: self.threads, loads: self.steps }
    }

    fn limits(&self) -> Limits {
        Limits { time: FOREVER, executions: self.executions, seed: 0 }
    }
}

/// The same by hand: coroutines that take turns.
fn bare(work: &Work) -> Duration {
    let mut kept: Vec<DefaultStack> = Vec::new();
    let begun = Instant::now();
    for _ in 0..work.executions {
        let steps = work.steps;
        let spawn = |_| {
            let stack = kept.pop().unwrap_or_default();
            Coroutine::with_stack(stack, move |yielder, ()| {
                (0..steps).for_each(|_| yielder.suspend(()));
            })
        };
        let mut threads: Vec<_> = (0..work.threads).map(spawn).collect();
        for _ in 0..=steps {
            for thread in &mut threads {
                thread.resume(());
            }
        }
        kept.extend(threads.into_iter().map(Coroutine::into_stack));
    }
    begun.elapsed()
}
