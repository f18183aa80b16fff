//! What connections cost that say nothing: eight that ask, beside 900 and
//! beside 10,000.

use std::io;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::Bench;
use super::cores::Core;
use super::loads::{Plan, Sample};
use super::processes::Contender;
use super::table::{Table, range};

const FEW: usize = 900;
const MANY: usize = 10_000;

/// Bytes that a server with many may have.
const MEMORY: f64 = 100e6;

pub(crate) fn play(bench: &Bench, table: &mut Table) -> io::Result<()> {
    let wanted = Some(MANY as u64 + 200);
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: wanted, ..limit };
    let is_enough = limit.current.is_none() || limit.current >= wanted;
    if !is_enough && setrlimit(Resource::Nofile, raised).is_err() {
        let why = "needs 10,200 descriptors (as root: ulimit -n 10200)";
        table.skip("10,000 idle connections", why);
        return Ok(());
    }
    table.head(
        "idle",
        " requests/s with 900                with 10,000              \
         memory MB",
    );
    for contender in ["epoll", "uring"].map(Contender::model) {
        if contender.start(Core::Any).is_err() {
            table.skip(contender.name, "this system has no io_uring");
            continue;
        }
        one(bench, table, &contender)?;
    }
    Ok(())
}

fn one(
    bench: &Bench,
    table: &mut Table,
    contender: &Contender,
) -> io::Result<()> {
    let (mut few, mut many, mut memory) = (vec![], vec![], vec![]);
    for round in 0..=bench.scale.rounds {
        let one = sample(bench, contender, FEW)?;
        let other = sample(bench, contender, MANY)?;
        if round > 0 {
            few.push(one.per_second);
            many.push(other.per_second);
            memory.push(other.server.memory_bytes as f64 / 1e6);
        }
    }
    let ratios = many.iter().zip(&few).map(|(many, few)| many / few).collect();
    let name = contender.name;
    let memory_each = range(memory.clone(), 1);
    let line =
        format!("  {}    {}{memory_each}", range(few, 0), range(many, 0));
    table.line(name, &line);
    table.at_least(&format!("{name}, 10,000 idle, of 900"), ratios, 0.95);
    let what = format!("{name}, memory with 10,000 idle");
    table.at_most(&what, (MEMORY / 1e6, " MB"), memory);
    Ok(())
}

fn sample(
    bench: &Bench,
    contender: &Contender,
    idle: usize,
) -> io::Result<Sample> {
    let time = Duration::from_millis(bench.scale.count(400));
    let server = contender.start(Core::First)?;
    let plan = Plan::of(time, Core::First);
    Plan { connections: 8, idle, ..plan }.play(&server)
}
