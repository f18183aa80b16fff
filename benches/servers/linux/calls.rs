//! System calls a request, counted by perf from outside.

use std::io;
use std::process::Command;
use std::time::Duration;

use super::Bench;
use super::cores::{self, Core};
use super::echo::MODELS;
use super::loads::{Plan, Sample};
use super::processes::{Contender, Server};
use super::table::Table;

const GOAL: &str = "uring, system calls a request";

pub(crate) fn play(bench: &Bench, table: &mut Table) -> io::Result<()> {
    let mut all: Vec<_> = MODELS.map(Contender::model).into();
    all.push(Contender::mode("threads"));
    all.push(Contender::rival("tokio")?);
    all.push(Contender::rival("mio")?);
    all.extend(bench.python.serves("selectors"));
    table.head("system calls", " a request");
    // So long that what a connection costs once does not count.
    let time = Duration::from_millis(bench.scale.count(1000));
    let mut goal = None;
    for contender in all {
        let Ok(server) = contender.start(Core::First) else { continue };
        let Some(calls) = counted(&server, time)? else {
            let why = "needs perf, and the right to use it (as root: sysctl \
                       kernel.perf_event_paranoid=-1)";
            table.skip(GOAL, why);
            return Ok(());
        };
        table.line(contender.name, &format!("  {calls:>9.3}"));
        if contender.name == "uring" {
            goal = Some(calls);
        }
    }
    match goal {
        Some(calls) => table.at_most(GOAL, (0.1, ""), vec![calls]),
        None => table.skip(GOAL, "this system has no io_uring"),
    }
    Ok(())
}

/// Calls a request while a load goes on; nothing without perf.
fn counted(server: &Server, time: Duration) -> io::Result<Option<f64>> {
    let mut perf = Command::new("perf");
    perf.args(["stat", "-x", ",", "-e", "raw_syscalls:sys_enter", "-p"]);
    perf.arg(server.pid().to_string()).arg("--");
    perf.args(Plan::of(time, Core::First).words(server));
    let Ok(perf) = cores::on(Core::First, || perf.output()) else {
        return Ok(None);
    };
    let told = String::from_utf8_lossy(&perf.stderr);
    let line = told.lines().find(|it| it.contains("raw_syscalls"));
    let count = line.and_then(|it| it.split(',').next()?.parse::<f64>().ok());
    if !perf.status.success() || count.is_none() {
        return Ok(None);
    }
    let sample: Sample = serde_json::from_slice(&perf.stdout)?;
    Ok(count.map(|count| count / sample.answered as f64))
}
