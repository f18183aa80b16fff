//! `workbench serve`: all this as a page, for whoever sits at this machine.
//!
//! The server runs nothing itself: labs, explorations and games are the
//! command once more, as children (`runs/`, `explore.rs`, `games.rs`) that
//! tell what happens line by line. `gate.rs` says who is let in.

mod answer;
mod assets;
mod book;
mod cards;
mod child;
mod explore;
mod games;
mod gate;
mod host;
mod open;
mod runs;
mod wish;

use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post};

use crate::args;
pub(crate) use book::run as book;
use games::Games;
use gate::Gate;
use runs::Runs;

/// Where to listen, unless somebody says otherwise.
const PORT: u16 = 7007;

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
pub(crate) fn run(args: &args::Page) -> Result<()> {
    let listener = host::listen(args.port.unwrap_or(PORT))?;
    let gate = Arc::new(Gate::new(listener.local_addr()?.port())?);
    let url = gate.url();
    let desk = Arc::new(Desk::default());
    let app = routes(desk.clone()).layer(from_fn_with_state(gate, gate::keep));
    room_for_many();
    host::serve(listener, app, &url, args.open, move || {
        // Streams end with their runs.
        desk.runs.stop_all();
        desk.games.end_all();
    })
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
        .nest("/book", book::pages())
        .fallback(get(assets::asset))
        .with_state(desk)
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
