//! What takes a core all its time, shared out in every way: the notes' sum
//! and a prime sieve, by criterion.
//!
//! ```text
//! cargo bench --bench cpu_bound                    a minute
//! python3 benches/report                           and Python, on a page
//! ```
//!
//! Each job is cut into as many parts as there are cores. Every way of doing
//! it gives the same number, which is asked before anything is measured.
#![expect(clippy::unwrap_used, reason = "what fails ends the bench")]

use std::hint::black_box;
use std::ops::Range;
use std::process::ExitCode;
use std::thread::available_parallelism;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, SamplingMode};
use rayon::prelude::*;
use workbench::coroutine::green;
use workbench::process::{self, Child, Entry, Pipe, Process};
use workbench::sync::Mutex;
use workbench::thread;

/// Ten times the notes' sum of every number below 70 million.
const NUMBERS: u64 = 700_000_000;

/// The sieve counts the primes below this.
const PRIMES: u64 = 200_000_000;

/// Numbers that the sieve looks at in one go: as many bytes as a core has
/// close by.
const SEGMENT: u64 = 1 << 15;

/// Into how many pieces rayon may cut a job: it balances them itself.
const PIECES: u64 = 64;

/// How often a thread takes the one lock for its part. CPython lets a thread
/// have it for 5 ms at a time.
const TURNS: u64 = 28;

/// What is done to every number of a range.
#[derive(Clone, Copy)]
struct Job {
    name: &'static str,
    whole: u64,
    work: fn(Range<u64>) -> u64,
}

const JOBS: [Job; 2] = [
    Job { name: "sum", whole: NUMBERS, work: add_up },
    Job { name: "primes", whole: PRIMES, work: count_primes },
];

/// One addition after the other: no compiler may add up the numbers in
/// another way, or know the sum beforehand.
fn add_up(numbers: Range<u64>) -> u64 {
    numbers.fold(0, |sum, number| black_box(sum + number))
}

/// The sieve of Eratosthenes, a segment at a time.
fn count_primes(numbers: Range<u64>) -> u64 {
    let small = primes_below(numbers.end.isqrt() + 1);
    let mut is_prime = vec![true; SEGMENT as usize];
    let segments = numbers.clone().step_by(SEGMENT as usize);
    let count = |begin: u64| {
        let end = numbers.end.min(begin + SEGMENT);
        is_prime.fill(true);
        for &prime in &small {
            let first = begin.next_multiple_of(prime).max(prime * prime);
            for multiple in (first..end).step_by(prime as usize) {
                is_prime[(multiple - begin) as usize] = false;
            }
        }
        let from = begin.max(2).min(end) - begin;
        let found = &is_prime[from as usize..(end - begin) as usize];
        found.iter().filter(|it| **it).count() as u64
    };
    segments.map(count).sum()
}

fn primes_below(end: u64) -> Vec<u64> {
    let mut is_prime = vec![true; end as usize];
    let mut primes = Vec::new();
    for number in 2..end {
        if is_prime[number as usize] {
            primes.push(number);
            for multiple in (number * number..end).step_by(number as usize) {
                is_prime[multiple as usize] = false;
            }
        }
    }
    primes
}

impl Job {
    /// The job in this many parts of the same length.
    fn parts(self, count: u64) -> impl Iterator<Item = Range<u64>> {
        let at = move |part| self.whole * part / count;
        (0..count).map(move |part| at(part)..at(part + 1))
    }

    /// A part for each core.
    fn shares(self) -> impl Iterator<Item = Range<u64>> {
        self.parts(available_parallelism().map_or(1, |it| it.get() as u64))
    }
}

/// A way of doing a job.
type Way = (&'static str, fn(Job) -> u64);

const WAYS: [Way; 7] = [
    ("serial", |job| job.shares().map(job.work).sum()),
    ("threads", threads),
    ("crossbeam scope", crossbeam),
    ("rayon", rayon),
    ("processes", processes),
    ("green tasks", green_tasks),
    ("threads, one lock", one_lock),
];

fn threads(job: Job) -> u64 {
    thread::scope(|scope| {
        let start = |part| scope.spawn(move || (job.work)(part));
        let started: Vec<_> = job.shares().map(start).collect();
        started.into_iter().map(|it| it.join().unwrap()).sum()
    })
}

fn crossbeam(job: Job) -> u64 {
    let all = crossbeam::scope(|scope| {
        let start = |part| scope.spawn(move |_| (job.work)(part));
        let started: Vec<_> = job.shares().map(start).collect();
        started.into_iter().map(|it| it.join().unwrap()).sum()
    });
    all.unwrap()
}

fn rayon(job: Job) -> u64 {
    let pieces: Vec<_> = job.parts(PIECES).collect();
    pieces.into_par_iter().map(job.work).sum()
}

/// Does a part of a job: its number, from, to.
static WORKER: Entry = Entry::new("worker", |child: &Child| {
    let number = |at: usize| child.args()[at].parse().unwrap();
    let job = JOBS[number(0) as usize];
    let found = (job.work)(number(1)..number(2));
    child.writer().send(found.to_string()).unwrap();
    0
});

fn processes(job: Job) -> u64 {
    let index = JOBS.iter().position(|it| it.name == job.name).unwrap();
    let start = |part: Range<u64>| {
        let (reader, writer) = Pipe::new().one_way().unwrap();
        let worker = Process::new(&WORKER).arg(index);
        let worker = worker.arg(part.start).arg(part.end);
        let mut worker = worker.pipe(writer);
        worker.start().unwrap();
        (worker, reader)
    };
    let started: Vec<_> = job.shares().map(start).collect();
    let found = started.into_iter().map(|(worker, mut reader)| {
        let found = reader.recv_text().unwrap().unwrap();
        worker.join();
        found.parse::<u64>().unwrap()
    });
    found.sum()
}

/// Green tasks take turns on one thread: there is nothing to be won here.
fn green_tasks(job: Job) -> u64 {
    let start = |part| green::spawn(move || (job.work)(part));
    let tasks: Vec<_> = job.shares().map(start).collect();
    let found = green::join_all(tasks);
    found.into_iter().map(Result::unwrap).sum()
}

/// Threads that may compute only while they have the one lock there is.
fn one_lock(job: Job) -> u64 {
    let lock = Mutex::new(());
    thread::scope(|scope| {
        let take_turns = |part: Range<u64>| {
            let lock = &lock;
            let length = (part.end - part.start).div_ceil(TURNS);
            let turns = part.clone().step_by(length as usize);
            let turn = move |begin: u64| {
                let _mine = lock.lock();
                (job.work)(begin..part.end.min(begin + length))
            };
            scope.spawn(move || turns.map(turn).sum::<u64>())
        };
        let started: Vec<_> = job.shares().map(take_turns).collect();
        started.into_iter().map(|it| it.join().unwrap()).sum()
    })
}

fn measure(group: &mut BenchmarkGroup<'_, WallTime>, job: Job) {
    let expected = (job.work)(0..job.whole);
    for (name, way) in WAYS {
        assert_eq!(way(job), expected, "{name} of {}", job.name);
        group.bench_function(name, |bencher| bencher.iter(|| way(job)));
    }
}

fn main() -> ExitCode {
    if let Some(code) = process::enter(&[&WORKER]) {
        return code.into();
    }
    let mut criterion = Criterion::default()
        .nresamples(2_000)
        .noise_threshold(0.10)
        .configure_from_args();
    for job in JOBS {
        let mut group = criterion.benchmark_group(format!("cpu_{}", job.name));
        group
            .sampling_mode(SamplingMode::Flat)
            .sample_size(10)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(1));
        measure(&mut group, job);
        group.finish();
    }
    criterion.final_summary();
    ExitCode::SUCCESS
}
