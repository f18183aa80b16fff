//! A load from its first connection to its report.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::plan::{Load, Until};
use super::report::Report;
use super::schedule::Schedule;
use super::usage::Usage;
use super::worker::{Limits, Worker};
use crate::net::stop::Bell;
use crate::thread::Builder;

/// How long somebody is waited for who does not let a connection in.
const DOOR: Duration = Duration::from_secs(10);

pub(super) fn run(load: &Load, bell: &Arc<Bell>) -> io::Result<Report> {
    let idle = connect(load.address, load.idle)?;
    let streams = connect(load.address, load.connections)?;
    let before = load.pid.map(usage).transpose()?;
    let mut report = ask(load, bell, streams)?;
    for why in idle.iter().filter_map(gone) {
        report.lost += 1;
        report.why.get_or_insert(why);
    }
    let after = load.pid.zip(before);
    // A server that has died has used nothing that could be told.
    report.server = after.and_then(|(pid, before)| {
        let usage = Usage::of(pid).ok()?;
        Some(usage.since(before))
    });
    Ok(report)
}

fn usage(pid: u32) -> io::Result<Usage> {
    Usage::of(pid).map_err(|why| {
        io::Error::new(why.kind(), format!("process {pid}: {why}"))
    })
}

fn connect(to: SocketAddr, count: usize) -> io::Result<Vec<TcpStream>> {
    let connect = |number| {
        let stream = TcpStream::connect_timeout(&to, DOOR);
        stream.and_then(ready).map_err(|why| match number {
            0 => why,
            _ => {
                let told = format!("only {number} of {count} came in: {why}");
                io::Error::new(why.kind(), told)
            }
        })
    };
    (0..count).map(connect).collect()
}

fn ready(stream: TcpStream) -> io::Result<TcpStream> {
    stream.set_nodelay(true)?;
    stream.set_nonblocking(true)?;
    Ok(stream)
}

/// Why an idle connection is none any more.
fn gone(stream: &TcpStream) -> Option<String> {
    match stream.peek(&mut [0]) {
        Ok(0) => Some("the server has hung up".to_owned()),
        Ok(_) => Some("the server has spoken unasked".to_owned()),
        Err(why) if why.kind() == io::ErrorKind::WouldBlock => None,
        Err(why) => Some(why.to_string()),
    }
}

/// Shares the connections among threads, which all begin at the same time.
fn ask(
    load: &Load,
    bell: &Arc<Bell>,
    streams: Vec<TcpStream>,
) -> io::Result<Report> {
    let connections = streams.len();
    let threads = load.threads.min(connections);
    let workers = (0..threads).map(|_| Worker::new(load, bell.clone()));
    let mut workers: Vec<_> = workers.collect::<io::Result<_>>()?;
    for (number, stream) in streams.into_iter().enumerate() {
        let quota = quota(load.until, number, connections);
        workers[number % threads].add(stream, number, quota)?;
    }
    let start = Instant::now();
    let until = match load.until {
        Until::Time(time) => Some(start + time),
        Until::Requests(_) => None,
    };
    let mut asking = Vec::new();
    for (number, worker) in workers.into_iter().enumerate() {
        let schedule = load.rate.map(|rate| Schedule {
            start,
            rate,
            connections,
            worker: number,
            workers: threads,
            passed: 0,
        });
        let limits = Limits { start, until, schedule };
        let thread = Builder::new().name(format!("load-{}", number + 1));
        asking.push(thread.spawn(move || worker.ask(limits))?);
    }
    let mut report = Report::new(load.size);
    for asking in asking {
        report.add(asking.join().expect("no worker panics")?);
    }
    Ok(report)
}

/// How many requests the connection of this number makes.
fn quota(until: Until, number: usize, connections: usize) -> u64 {
    match until {
        Until::Time(_) => u64::MAX,
        Until::Requests(all) => {
            let (number, connections) = (number as u64, connections as u64);
            all / connections + u64::from(number < all % connections)
        }
    }
}
