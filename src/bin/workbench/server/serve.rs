//! Serving, until a signal says that it is enough.

use std::fmt;
use std::io;
use std::net::{TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
#[cfg(target_os = "linux")]
use workbench::net::protocol::Files;
use workbench::net::protocol::{Commands, Echo};
use workbench::net::server::{
    Connection, Datagram, Handler, Mode, Server, Stopper, Transport,
    serve_in_child,
};
use workbench::process::{Child, Entry, Process};

use super::modelled;
use super::plan::{Plan, refused, refused_at};
use super::told::Told;
use crate::args;
use crate::interrupt;
use crate::output::{self, Usage};

/// What a process runs that serves one request.
static SERVES: Entry = Entry::new("serves", serve_one);

pub(crate) fn entries() -> Vec<&'static Entry> {
    vec![&SERVES]
}

/// Serves until it is stopped by a signal.
pub(crate) fn run(args: &args::Server) -> Result<()> {
    let plan = Plan::new(args)?;
    if let Some(model) = args.model {
        return modelled::run(plan.address(args)?, model);
    }
    let mode = mode(args, &plan)?;
    let tcp = |plan: &Plan| plan.address(args);
    match &plan {
        Plan::Echo => {
            let echo = Told::new(Echo::default());
            listen(Server::tcp(tcp(&plan)?, echo), mode)
        }
        Plan::Udp => {
            let echo = Told::new(Echo::default());
            listen(Server::udp(tcp(&plan)?, echo), mode)
        }
        Plan::Unix(path) => {
            let server = Server::unix(path, Told::new(Echo::default()));
            let server = server.map_err(|why| refused_at(path, &why))?;
            serve(server.mode(mode), path.display())
        }
        Plan::Command(allowed) => {
            let commands = commands(allowed)?;
            listen(Server::tcp(tcp(&plan)?, Told::new(commands)), mode)
        }
        Plan::File(root) => {
            let files = files(root)?;
            listen(Server::tcp(tcp(&plan)?, Told::new(files)), mode)
        }
    }
}

fn commands(allowed: &[String]) -> Result<Commands, Usage> {
    Commands::new(allowed)
        .map_err(|why| Usage::new(format!("{why}; name one with '--allow'")))
}

#[cfg(target_os = "linux")]
fn files(root: &Path) -> Result<Files, Usage> {
    Files::new(root).map_err(|why| {
        Usage::new(format!("{why}; name a folder with '--root'"))
    })
}

/// There is none.
#[cfg(not(target_os = "linux"))]
fn files(_: &Path) -> Result<Echo, Usage> {
    Err(Usage::new(
        "a file server needs Linux: nothing else has openat2, without which \
         a name may lead out of the folder",
    ))
}

fn mode(args: &args::Server, plan: &Plan) -> Result<Mode> {
    Ok(match args.mode {
        args::Mode::Iterative => Mode::iterative(),
        args::Mode::Threads => Mode::threads(),
        args::Mode::Pool => Mode::pool(args.workers),
        args::Mode::Process => {
            let plan = serde_json::to_string(plan)?;
            Mode::processes(move || Process::new(&SERVES).arg(&plan))
        }
    })
}

/// A server at an address, if there can be one.
fn listen<T, H>(server: io::Result<Server<T, H>>, mode: Mode) -> Result<()>
where
    T: Transport<Address: fmt::Display>,
    H: Handler<T::Request>,
{
    let server = server.map_err(|why| refused(&why))?.mode(mode);
    let address = server.address();
    serve(server, address)
}

fn serve<T: Transport, H: Handler<T::Request>>(
    server: Server<T, H>,
    address: impl fmt::Display,
) -> Result<()> {
    announce(server.stopper(), address)?;
    server.serve_forever().context("the server cannot end as it should")
}

/// Says where it listens, which a signal ends.
pub(super) fn announce(
    stopper: Stopper,
    address: impl fmt::Display,
) -> Result<()> {
    interrupt::stop_first(move || stopper.stop())?;
    let address = output::one_line(&address.to_string());
    Ok(output::write(&format!("listening on {address}\n"))?)
}

/// Serves a request that the server has handed to this process.
fn serve_one(child: &Child) -> u8 {
    // A terminal sends Ctrl-C to both; the server waits for its requests.
    let heard = Arc::new(AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, heard);
    let plan = child.args().first().map(String::as_str).unwrap_or_default();
    match serde_json::from_str(plan).map_err(Into::into) {
        Ok(plan) => one(child, &plan),
        Err(why) => Err(why),
    }
    .unwrap_or_else(|why| {
        output::complain(&format!("{why:#}"));
        output::OUR_FAULT
    })
}

fn one(child: &Child, plan: &Plan) -> Result<u8> {
    type Tcp = Connection<TcpStream>;
    let echo = || Told::new(Echo::default());
    Ok(match plan {
        Plan::Echo => serve_in_child::<Tcp>(child, &echo()),
        Plan::Udp => serve_in_child::<Datagram<UdpSocket>>(child, &echo()),
        Plan::Unix(_) => {
            serve_in_child::<Connection<UnixStream>>(child, &echo())
        }
        Plan::Command(allowed) => {
            serve_in_child::<Tcp>(child, &Told::new(commands(allowed)?))
        }
        Plan::File(root) => {
            serve_in_child::<Tcp>(child, &Told::new(files(root)?))
        }
    })
}
