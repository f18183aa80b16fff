//! How servers end, and how they bear that nothing is left for another
//! connection.

use std::io;
use std::net::TcpStream;
use std::time::Duration;

use workbench::net::load::Usage;
use workbench::thread::sleep;

use super::Bench;
use super::cores::Core;
use super::echo::MODELS;
use super::processes::Contender;
use super::table::{Table, range};

/// Connections beyond what is left, and what is left.
const CALLERS: usize = 40;
const FEW: &str = "ulimit -n 20";

/// Seconds that are looked at.
const LOOK: Duration = Duration::from_secs(1);

/// From the signal to the end of the process: of models with 64 connections
/// open, of modes, which let their callers finish, with none.
pub(crate) fn stop(bench: &Bench, table: &mut Table) -> io::Result<()> {
    table.head("stop", "            ms  min - max");
    let modes = ["iterative", "threads", "pool", "process"];
    let modes = modes.map(|it| (Contender::mode(it), 0));
    let models = MODELS.map(|it| (Contender::model(it), 64));
    let mut longest = Vec::new();
    for (contender, callers) in modes.into_iter().chain(models) {
        if contender.start(Core::Any).is_err() {
            continue;
        }
        let mut took = Vec::new();
        for _ in 0..bench.scale.rounds {
            let mut server = contender.start(Core::Any)?;
            let _callers = call(&server.address, callers)?;
            took.push(server.stop()?.as_secs_f64() * 1e3);
        }
        longest.push(took.iter().copied().fold(0.0, f64::max));
        let took = range(took, 1);
        table.line(contender.name, &format!("  {took}"));
    }
    let most = longest.iter().copied().fold(0.0, f64::max);
    table.at_most("the longest stop", (50.0, " ms"), vec![most]);
    Ok(())
}

/// Processor time of a server that more want to come to than it has
/// descriptors for.
pub(crate) fn emfile(bench: &Bench, table: &mut Table) -> io::Result<()> {
    table.head("no descriptors", " CPU, of a core");
    let modes = ["iterative", "threads", "pool", "process"];
    let ours = modes.into_iter().map(Contender::mode);
    // One that asks everybody all the time takes a core anyhow.
    let models = MODELS.into_iter().filter(|it| *it != "nonblocking");
    let ours = ours.chain(models.map(Contender::model));
    let mut most = 0.0f64;
    for contender in ours {
        let name = contender.name;
        let Some(part) = busy(contender, bench)? else { continue };
        table.line(name, &format!("  {part:>8.1} %"));
        most = most.max(part);
    }
    if let Some(python) = bench.python.serves("threading") {
        let name = python.name;
        let part = busy(python, bench)?.unwrap_or(f64::NAN);
        table.line(name, &format!("  {part:>8.1} %, for comparison"));
    }
    table.at_most("the busiest of ours", (5.0, " %"), vec![most]);
    Ok(())
}

/// Hundredths of a core; nothing of a server that does not start.
fn busy(contender: Contender, bench: &Bench) -> io::Result<Option<f64>> {
    let Ok(server) = contender.after(FEW).start(Core::Any) else {
        return Ok(None);
    };
    let _callers = call(&server.address, CALLERS)?;
    sleep(LOOK / 10); // until all are accepted who can be
    let before = Usage::of(server.pid())?.cpu;
    let time = LOOK * bench.scale.count(1000) as u32 / 1000;
    sleep(time);
    let used = Usage::of(server.pid())?.cpu - before;
    Ok(Some(100.0 * used.as_secs_f64() / time.as_secs_f64()))
}

fn call(address: &str, callers: usize) -> io::Result<Vec<TcpStream>> {
    (0..callers).map(|_| TcpStream::connect(address)).collect()
}
