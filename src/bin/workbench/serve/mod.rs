//! `workbench serve`: all this as a page, for whoever sits at this machine.
//!
//! The server runs nothing itself: labs, explorations and games are the
//! command once more, as children (`runs/`, `explore.rs`, `games.rs`) that
//! tell what happens line by line. `gate.rs` says who is let in.

mod answer;
mod assets;
mod cards;
mod child;
mod explore;
mod games;
mod gate;
mod open;
mod runs;
mod wish;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post};
use tokio::runtime::Runtime;
use tokio::sync::Notify;

use crate::args;
use crate::interrupt;
use crate::output::{self, Usage};
use games::Games;
use gate::Gate;
use runs::Runs;

/// How long whoever is connected has to take what was begun.
const FAREWELL: Duration = Duration::from_secs(2);

/// What every request is answered from.
#[derive(Default)]
struct Desk {
    runs: Runs,
    games: Games,
}

type Shared = axum::extract::State<Arc<Desk>>;

/// Serves until a signal comes.
///
/// # Errors
///
/// If the port cannot be had.
pub(crate) fn run(args: &args::Serve) -> Result<()> {
    let listener = listen(args.port)?;
    let port = listener.local_addr()?.port();
    let gate = Arc::new(Gate::new(port)?);
    let runtime = Runtime::new().context("cannot serve")?;
    let enough = Arc::new(Notify::new());
    let stop = enough.clone();
    stop_first(move || stop.notify_one())?;
    room_for_many();
    let url = gate.url();
    output::write(&format!("open {url}\n"))?;
    if args.open {
        show(&url);
    }
    runtime.block_on(serve(listener, gate, enough))?;
    // A lab that does not answer keeps nobody here.
    runtime.shutdown_background();
    Ok(())
}

fn listen(port: u16) -> Result<TcpListener, Usage> {
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

async fn serve(
    listener: TcpListener,
    gate: Arc<Gate>,
    enough: Arc<Notify>,
) -> Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let desk = Arc::new(Desk::default());
    let app = routes(desk.clone()).layer(from_fn_with_state(gate, gate::keep));
    let leaving = Arc::new(Notify::new());
    let left = leaving.clone();
    let until = async move {
        enough.notified().await;
        // Streams end with their runs.
        desk.runs.stop_all();
        desk.games.end_all();
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

fn routes(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/api/labs", get(cards::all))
        .route("/api/runs", get(runs::list).post(runs::start))
        .route("/api/runs/{id}", delete(runs::stop))
        .route("/api/runs/{id}/stream", get(runs::stream))
        .route("/api/runs/{id}/{file}", get(runs::file))
        .route("/api/explore", post(explore::explore))
        .route("/api/games", post(games::start))
        .route("/api/games/{id}", post(games::play).delete(games::end))
        .route("/api/open", post(open::open))
        .fallback(get(assets::asset))
        .with_state(desk)
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

/// A class that reloads all at once needs more files than a shell allows.
#[cfg(unix)]
fn room_for_many() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    const MANY: u64 = 16_384;
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let most = maximum.map_or(MANY, |it| it.min(MANY));
    let current = current.map(|it| it.max(most));
    // Fewer are enough for one browser.
    let _ = setrlimit(Resource::Nofile, Rlimit { current, maximum });
}

#[cfg(not(unix))]
fn room_for_many() {}

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
