//! The echo server, ours in every way and the rivals', under one load.

use std::io;
use std::time::Duration;

use super::Bench;
use super::cores::{self, Core};
use super::loads::{Plan, Sample};
use super::processes::Contender;
use super::rivals;
use super::table::{Table, range};

/// What is asked of all.
const CONNECTIONS: usize = 64;
const SIZE: usize = 64;

/// Milliseconds of a sample, where it is to be reported.
const SAMPLE: u64 = 400;

/// The seven models; the first is whom the others are compared with.
pub(crate) const MODELS: [&str; 7] =
    ["epoll", "poll", "select", "uring", "sigio", "blocking", "nonblocking"];

/// What a contender reached, by round.
struct Scores {
    name: &'static str,
    samples: Vec<Sample>,
}

impl Scores {
    fn rates(&self) -> Vec<f64> {
        self.samples.iter().map(|it| it.per_second).collect()
    }

    fn costs(&self) -> Vec<f64> {
        self.samples.iter().map(Sample::cpu_each).collect()
    }

    fn tails(&self) -> Vec<f64> {
        self.samples.iter().map(|it| it.latency_us.p99).collect()
    }
}

/// Server and load take turns on one core.
pub(crate) fn same_core(bench: &Bench, table: &mut Table) -> io::Result<()> {
    let all = contenders(bench)?;
    let (scores, floors) = play(bench, &all, (Core::First, Core::First), true)?;
    show(table, "same core", &scores, &floors);
    let ours = scores[0].rates();
    table.at_least("epoll, of loopback", ratios(&ours, &floors), 0.85);
    against(table, "same core", &scores);
    Ok(())
}

/// Each has a core of its own.
pub(crate) fn split(bench: &Bench, table: &mut Table) -> io::Result<()> {
    let all = contenders(bench)?;
    let cores = (Core::First, Core::Second);
    let (scores, _) = play(bench, &all, cores, false)?;
    show(table, "two cores", &scores, &[]);
    against(table, "two cores", &scores);
    Ok(())
}

/// Threads here and in Python, wherever the system lets them run.
pub(crate) fn unpinned(bench: &Bench, table: &mut Table) -> io::Result<()> {
    let rival = bench.python.serves("threading");
    let all: Vec<_> =
        [Contender::mode("threads")].into_iter().chain(rival).collect();
    let (scores, _) = play(bench, &all, (Core::Any, Core::Any), false)?;
    show(table, "any core", &scores, &[]);
    let what = "threads, requests of ThreadingTCPServer";
    let [ours, rival] = &scores[..] else {
        table.skip(what, "there is no Python 3");
        return Ok(());
    };
    table.at_least(what, ratios(&ours.rates(), &rival.rates()), 3.0);
    let what = "ThreadingTCPServer, CPU a request of threads";
    table.at_least(what, ratios(&rival.costs(), &ours.costs()), 5.0);
    Ok(())
}

fn contenders(bench: &Bench) -> io::Result<Vec<Contender>> {
    let mut all: Vec<_> = MODELS.map(Contender::model).into();
    all.extend(["threads", "pool"].map(Contender::mode));
    for rival in ["tokio", "tokio-multi", "mio"] {
        all.push(Contender::rival(rival)?);
    }
    let kinds = ["threading", "selectors", "protocol", "streams", "uvloop"];
    all.extend(kinds.iter().filter_map(|kind| bench.python.serves(kind)));
    // What this system refuses does not listen.
    all.retain(|it| it.start(Core::Any).is_ok());
    Ok(all)
}

/// Takes a sample of each in turn, after a round that does not count; and of
/// loopback itself.
fn play(
    bench: &Bench,
    all: &[Contender],
    (server, load): (Core, Core),
    with_floor: bool,
) -> io::Result<(Vec<Scores>, Vec<f64>)> {
    let time = Duration::from_millis(bench.scale.count(SAMPLE));
    let none = |it: &Contender| Scores { name: it.name, samples: Vec::new() };
    let mut scores: Vec<_> = all.iter().map(none).collect();
    let mut floors = Vec::new();
    for round in 0..=bench.scale.rounds {
        if with_floor {
            let floor = || rivals::floor(CONNECTIONS, SIZE, time);
            floors.push(cores::on(server, floor)?);
        }
        for (contender, scores) in all.iter().zip(&mut scores) {
            let server = contender.start(server)?;
            let sample = Plan::of(time, load).play(&server)?;
            scores.samples.push(sample);
        }
        if round == 0 {
            floors.clear();
            scores.iter_mut().for_each(|it| it.samples.clear());
        }
    }
    Ok((scores, floors))
}

fn show(table: &Table, title: &str, scores: &[Scores], floors: &[f64]) {
    table.head(
        title,
        " requests/s  min - max          of the first  min - max        \
         CPU µs  p99 µs",
    );
    let first = scores[0].rates();
    let line = |name: &str, rates: Vec<f64>, rest: String| {
        let of_first = range(ratios(&rates, &first), 2);
        let rates = range(rates, 0);
        table.line(name, &format!("  {rates}    {of_first}{rest}"));
    };
    if !floors.is_empty() {
        line("loopback, one thread", floors.to_vec(), String::new());
    }
    for it in scores {
        let median = |of| crate::spread::Spread::of(of).median;
        let (cpu, p99) = (median(it.costs()), median(it.tails()));
        line(it.name, it.rates(), format!("{cpu:>6.2}{p99:>8.0}"));
    }
}

/// The goals against whom epoll is to be as fast as.
fn against(table: &mut Table, title: &str, scores: &[Scores]) {
    let ours = scores[0].rates();
    for (rival, least) in [("tokio", 1.0), ("mio", 1.0)] {
        let rates = scores.iter().find(|it| it.name == rival);
        let rates = rates.expect("it is part of this bench").rates();
        let what = format!("epoll, of {rival}, {title}");
        table.at_least(&what, ratios(&ours, &rates), least);
    }
}

/// One of two, round by round.
fn ratios(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(one, other)| one / other).collect()
}
