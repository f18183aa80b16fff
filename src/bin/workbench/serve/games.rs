//! Games: each is `workbench play` in a child, which knows the rules.

use std::io::Write;
use std::process::ChildStdin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use anyhow::{Result, anyhow};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use parking_lot::Mutex;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

use super::Shared;
use super::answer::{Json, Refused, Wished};
use super::child;
use super::wish::SubjectWish;
use crate::child::Running;

/// Games that are kept; the one that was played longest ago gives way.
const KEPT: usize = 8;

/// How long a game may think about a key.
const PATIENCE: Duration = Duration::from_secs(10);

/// A key of a game is a word.
const KEY: usize = 16;

/// All games that are known, the one that was played last at the end.
#[derive(Default)]
pub(super) struct Games {
    next: AtomicU64,
    all: Mutex<Vec<(u64, Arc<Game>)>>,
}

/// A child that plays.
struct Game {
    /// Dropped with the game.
    child: Running,
    talk: Mutex<Talk>,
}

struct Talk {
    input: ChildStdin,
    lines: Receiver<String>,
    complaint: Receiver<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Move {
    key: String,
}

impl Games {
    fn keep(&self, game: Arc<Game>) -> u64 {
        // Relaxed: a number is all that is asked of it.
        let id = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let mut all = self.all.lock();
        if all.len() == KEPT {
            let (_, oldest) = all.remove(0);
            oldest.child.ender().end();
        }
        all.push((id, game));
        id
    }

    fn find(&self, id: u64) -> Result<Arc<Game>, Refused> {
        let mut all = self.all.lock();
        let found = all.iter().position(|it| it.0 == id);
        let found = found.ok_or_else(|| {
            Refused::unknown("this game is over: begin another one")
        })?;
        let entry = all.remove(found);
        let game = entry.1.clone();
        all.push(entry);
        Ok(game)
    }

    fn end(&self, id: u64) {
        let mut all = self.all.lock();
        all.retain(|(it, game)| {
            if *it == id {
                game.child.ender().end();
            }
            *it != id
        });
    }

    /// Ends every game.
    pub(super) fn end_all(&self) {
        let all = std::mem::take(&mut *self.all.lock());
        all.iter().for_each(|(_, game)| game.child.ender().end());
    }
}

impl Game {
    /// Begins, with the state that it begins in.
    fn begin(words: &[String]) -> Result<(Self, Value)> {
        let child = child::start(words)?;
        let input = child.input();
        let input = input.ok_or_else(|| anyhow!("it does not listen"))?;
        let (lines, complaint) = child.listen();
        let talk = Talk { input, lines, complaint };
        let state = talk.state()?;
        Ok((Self { child, talk: Mutex::new(talk) }, state))
    }

    /// The state that a key leads to.
    fn play(&self, key: &str) -> Result<Value> {
        let mut talk = self.talk.lock();
        writeln!(talk.input, "{key}").map_err(|_| talk.gone())?;
        talk.state()
    }
}

impl Talk {
    fn state(&self) -> Result<Value> {
        loop {
            let line = self.lines.recv_timeout(PATIENCE);
            let line = line.map_err(|_| self.gone())?;
            if let Some(("game", json)) = line.split_once(' ') {
                return Ok(serde_json::from_str(json)?);
            }
        }
    }

    /// Why it does not answer.
    fn gone(&self) -> anyhow::Error {
        const MOMENT: Duration = Duration::from_millis(100);
        let complaint = self.complaint.recv_timeout(MOMENT);
        let complaint = complaint.unwrap_or_default();
        match complaint.trim_end().lines().next_back() {
            Some(why) => anyhow!("the game has ended: {why}"),
            None => anyhow!("the game does not answer any more"),
        }
    }
}

/// Begins a game.
pub(super) async fn start(
    State(desk): Shared,
    Wished(wish): Wished<SubjectWish>,
) -> Result<(StatusCode, Json<Value>), Refused> {
    let (_, named) = wish.check()?;
    let words = [vec!["play".to_owned()], named].concat();
    let words = [words, vec!["--stream".to_owned()]].concat();
    let (game, state) = blocking(move || Game::begin(&words)).await?;
    let id = desk.games.keep(Arc::new(game));
    Ok((StatusCode::CREATED, Json(json!({ "id": id, "state": state }))))
}

/// Plays a key.
pub(super) async fn play(
    State(desk): Shared,
    Path(id): Path<u64>,
    Wished(wish): Wished<Move>,
) -> Result<Json<Value>, Refused> {
    let Move { key } = wish;
    if key.len() > KEY || key.contains(char::is_whitespace) {
        return Err(Refused::unprocessable("a key is one short word"));
    }
    let game = desk.games.find(id)?;
    match blocking(move || game.play(&key)).await {
        Ok(state) => Ok(Json(json!({ "id": id, "state": state }))),
        Err(why) => {
            desk.games.end(id);
            Err(why)
        }
    }
}

/// Ends a game.
pub(super) async fn end(
    State(desk): Shared,
    Path(id): Path<u64>,
) -> StatusCode {
    desk.games.end(id);
    StatusCode::NO_CONTENT
}

/// Does what a child may take its time for.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T, Refused> {
    let done = spawn_blocking(work).await.map_err(|why| Refused::ours(&why))?;
    done.map_err(|why| {
        Refused::new(StatusCode::BAD_GATEWAY, format!("{why:#}"))
    })
}
