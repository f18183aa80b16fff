//! A page on this machine, from the port to the signal that ends it.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use tokio::runtime::Runtime;
use tokio::sync::Notify;

use crate::interrupt;
use crate::output::{self, Usage};

/// How long whoever is connected has to take what was begun.
const FAREWELL: Duration = Duration::from_secs(2);

/// A port of this machine; 0 is any that is free.
///
/// # Errors
///
/// If it cannot be had.
pub(super) fn listen(port: u16) -> Result<TcpListener, Usage> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|why| {
        let why = match why.kind() {
            io::ErrorKind::AddrInUse => "it is in use".to_owned(),
            _ => output::reason(&why),
        };
        Usage::new(format!(
            "cannot listen on port {port}: {why}; try another one, or \
             '--port 0' for any that is free"
        ))
    })
}

/// Says where, serves until a signal comes, and then `leave`s.
///
/// # Errors
///
/// If the system refuses.
pub(super) fn serve(
    listener: TcpListener,
    app: Router,
    url: &str,
    open: bool,
    leave: impl FnOnce() + Send + 'static,
) -> Result<()> {
    let runtime = Runtime::new().context("cannot serve")?;
    let enough = Arc::new(Notify::new());
    let stop = enough.clone();
    stop_first(move || stop.notify_one())?;
    output::write(&format!("open {url}\n"))?;
    if open {
        show(url);
    }
    let until = async move {
        enough.notified().await;
        leave();
    };
    runtime.block_on(answer(listener, app, until))?;
    // A lab that does not answer keeps nobody here.
    runtime.shutdown_background();
    Ok(())
}

/// Answers `until` then, and those who are connected a little longer.
async fn answer(
    listener: TcpListener,
    app: Router,
    until: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let leaving = Arc::new(Notify::new());
    let left = leaving.clone();
    let until = async move {
        until.await;
        left.notify_one();
    };
    let served = axum::serve(listener, app).with_graceful_shutdown(until);
    let patience = async {
        leaving.notified().await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        served = served => Ok(served?),
        () = patience => Ok(()),
    }
}

#[cfg(unix)]
fn stop_first(stop: impl FnOnce() + Send + 'static) -> Result<()> {
    Ok(interrupt::stop_first(stop)?)
}

/// Elsewhere it leaves at once.
#[cfg(not(unix))]
fn stop_first(_: impl FnOnce() + Send + 'static) -> Result<()> {
    Ok(interrupt::listen()?)
}

/// Asks the system to show `url`; whoever sits there has read it anyway.
fn show(url: &str) {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let mut command = Command::new(program);
    command.arg(url).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        output::warn(&format!("there is no '{program}' to open a browser"));
    }
}
