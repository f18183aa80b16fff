//! A load as it was typed, until it is over or Ctrl-C.

use std::io::ErrorKind;
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use workbench::net::load::{Load, Usage as Used};

use super::told;
use crate::args;
use crate::client::nobody_at;
use crate::interrupt;
use crate::output::{self, Usage};

/// Descriptors besides those of connections; a thread takes five.
const OTHERS: usize = 32;
const OF_A_THREAD: usize = 5;

/// Exit code 1 says that something was not answered, or wrongly.
pub(crate) fn run(args: &args::Load) -> Result<ExitCode> {
    let mut load = plan(args)?;
    let sockets = args.connections + args.idle;
    allow(sockets, OTHERS + OF_A_THREAD * args.threads)?;
    let stopper = load.stopper()?;
    interrupt::stop_first(move || stopper.stop())?;
    let report = load.run().map_err(|why| match why.kind() {
        ErrorKind::ConnectionRefused => nobody_at(&args.address, "echo"),
        _ => Usage::new(format!("'{}': {why}", args.address)),
    })?;
    let told = match args.json {
        true => told::json(args, &report),
        false => told::text(args, &report),
    };
    output::write(&told)?;
    Ok(ExitCode::from(u8::from(!report.is_good())))
}

fn plan(args: &args::Load) -> Result<Load, Usage> {
    let load = Load::new(address(&args.address)?)
        .connections(args.connections)
        .idle(args.idle)
        .size(args.size)
        .pipeline(args.pipeline)
        .threads(args.threads);
    let load = match args.requests {
        Some(requests) => load.requests(requests),
        None => load.lasting(Duration::from_secs_f64(args.seconds)),
    };
    let load = match args.rate {
        Some(rate) => load.rate(rate),
        None => load,
    };
    let Some(pid) = args.pid else { return Ok(load) };
    match Used::of(pid) {
        Ok(_) => Ok(load.pid(pid)),
        Err(why) => Err(Usage::new(format!(
            "'--pid {pid}': {why}; it takes the server's process"
        ))),
    }
}

fn address(typed: &str) -> Result<SocketAddr, Usage> {
    let found = typed.to_socket_addrs().ok().and_then(|mut it| it.next());
    found.ok_or_else(|| {
        Usage::new(format!("'{typed}' is no address; try '127.0.0.1:8080'"))
    })
}

/// Lets this process have so many descriptors, if that can be.
fn allow(sockets: usize, others: usize) -> Result<(), Usage> {
    let wanted = (sockets + others) as u64;
    let limit = getrlimit(Resource::Nofile);
    let Some(current) = limit.current.filter(|it| *it < wanted) else {
        return Ok(());
    };
    let raised = Rlimit { current: Some(wanted), ..limit };
    setrlimit(Resource::Nofile, raised).map_err(|_| {
        let most = limit.maximum.unwrap_or(current);
        Usage::new(format!(
            "{sockets} connections need {wanted} descriptors, and this \
             process may have {most}; try fewer, or 'ulimit -n {wanted}' as \
             root"
        ))
    })
}
