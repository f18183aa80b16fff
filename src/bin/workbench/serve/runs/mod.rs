//! Runs: started by a request, told to whoever watches, kept for a while.

mod run;
mod tell;

use std::collections::VecDeque;
use std::path::Path as FilePath;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response, Sse};
use parking_lot::Mutex;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use workbench::trace::Trace;

use super::Shared;
use super::answer::{Json, Refused, Wished};
use super::child;
use super::wish::RunWish;
use crate::save::Format;
pub(super) use run::Run;

/// Runs that go on at once, explorations among them.
const AT_ONCE: usize = 2;

/// Runs that are kept.
const KEPT: usize = 8;

/// All runs that are known.
pub(super) struct Runs {
    places: Arc<Semaphore>,
    next: AtomicU64,
    all: Mutex<VecDeque<Arc<Run>>>,
}

impl Default for Runs {
    fn default() -> Self {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        Self { places, next: AtomicU64::new(1), all: Mutex::default() }
    }
}

impl Runs {
    /// A place to run in, until it is dropped.
    ///
    /// # Errors
    ///
    /// If all are taken.
    pub(super) fn place(&self) -> Result<OwnedSemaphorePermit, Refused> {
        self.places.clone().try_acquire_owned().map_err(|_| {
            let why = "two runs go on already: stop one, or wait for its end";
            Refused::new(StatusCode::TOO_MANY_REQUESTS, why)
        })
    }

    /// Keeps a run; the oldest that has ended gives way to it.
    pub(super) fn keep(&self, make: impl FnOnce(u64) -> Run) -> Arc<Run> {
        // Relaxed: a number is all that is asked of it.
        let run = Arc::new(make(self.next.fetch_add(1, Ordering::Relaxed)));
        let mut all = self.all.lock();
        all.push_back(run.clone());
        if all.len() > KEPT
            && let Some(oldest) = all.iter().position(|it| it.has_ended())
        {
            all.remove(oldest);
        }
        run
    }

    fn find(&self, id: u64) -> Result<Arc<Run>, Refused> {
        let found = self.all.lock().iter().find(|it| it.id == id).cloned();
        found.ok_or_else(|| {
            Refused::unknown("this run is not kept any more: run it again")
        })
    }

    /// Ends whatever goes on.
    pub(super) fn stop_all(&self) {
        // Nothing more begins.
        self.places.close();
        let all: Vec<_> = self.all.lock().iter().cloned().collect();
        all.iter().for_each(|run| run.stop("the server has ended it"));
    }
}

/// A run in a list.
#[derive(Serialize)]
pub(super) struct Entry {
    id: u64,
    lab: String,
    variant: String,
    goes_on: bool,
}

/// Every run that is kept.
pub(super) async fn list(State(desk): Shared) -> Json<Vec<Entry>> {
    let entry = |run: &Arc<Run>| Entry {
        id: run.id,
        lab: run.lab.clone(),
        variant: run.variant.clone(),
        goes_on: !run.has_ended(),
    };
    Json(desk.runs.all.lock().iter().map(entry).collect())
}

/// Starts a lab.
pub(super) async fn start(
    State(desk): Shared,
    Wished(wish): Wished<RunWish>,
) -> Result<(StatusCode, Json<Value>), Refused> {
    let (lab, variant, words) = wish.check()?;
    let place = desk.runs.place()?;
    let child = child::start(&words).map_err(|why| Refused::ours(&why))?;
    let run = desk.runs.keep(|id| {
        let ender = Some(child.ender());
        Run::new(id, lab.name, variant.name, ender)
    });
    run.clone().begin(child, place).map_err(|why| Refused::ours(&why))?;
    Ok((StatusCode::CREATED, Json(json!({ "id": run.id }))))
}

/// Stops a run.
pub(super) async fn stop(
    State(desk): Shared,
    Path(id): Path<u64>,
) -> Result<StatusCode, Refused> {
    desk.runs.find(id)?.stop("it was stopped");
    Ok(StatusCode::NO_CONTENT)
}

/// Tells a run from its beginning, and as it goes on.
pub(super) async fn stream(
    State(desk): Shared,
    Path(id): Path<u64>,
) -> Result<Response, Refused> {
    let run = desk.runs.find(id)?;
    Ok(Sse::new(tell::all(run)).into_response())
}

/// What a run is kept as: `run.html`, `.json`, `.svg` or
/// `.perfetto-trace`.
pub(super) async fn file(
    State(desk): Shared,
    Path((id, name)): Path<(u64, String)>,
) -> Result<Response, Refused> {
    let run = desk.runs.find(id)?;
    let format = match name.strip_prefix("run.") {
        Some(_) => Format::of(FilePath::new(&name)),
        None => None,
    };
    let format =
        format.ok_or_else(|| Refused::unknown("there is nothing here"))?;
    let text = run.whole().ok_or_else(|| {
        let why = "this run has no trace yet";
        Refused::new(StatusCode::CONFLICT, why)
    })?;
    let kind = match format {
        Format::Html => "text/html; charset=utf-8",
        Format::Json => "application/jsonl",
        Format::Perfetto => "application/octet-stream",
        Format::Svg => "image/svg+xml",
    };
    let draw = move || match format {
        Format::Json => Ok(text.as_bytes().to_vec()),
        _ => Trace::all_from_json(&text).map(|it| format.of_all(&it)),
    };
    let drawn =
        spawn_blocking(draw).await.map_err(|why| Refused::ours(&why))?;
    let bytes = drawn.map_err(|why| Refused::ours(&why))?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        // To be kept, and not to be a page of this server.
        (header::CONTENT_DISPOSITION, "attachment"),
    ];
    Ok((headers, bytes).into_response())
}
