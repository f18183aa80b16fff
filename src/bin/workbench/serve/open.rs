//! A file of traces that somebody opens.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;
use workbench::trace::Trace;

use super::Shared;
use super::answer::{Json, Refused, body};
use super::runs::Run;
use crate::show;

/// Bytes of a file: more than any run of this page records.
pub(super) const LARGEST: usize = 64 << 20;

/// Reads it, and keeps it as a run.
pub(super) async fn open(
    State(desk): Shared,
    request: Request,
) -> Result<Json<Value>, Refused> {
    // One at a time: what is read takes many times its size.
    let _place = desk.runs.place()?;
    let body = body(request, LARGEST).await.ok_or_else(|| {
        let why = format!(
            "it is larger than {} MB; 'workbench show FILE' reads up to 512",
            LARGEST >> 20
        );
        Refused::new(StatusCode::PAYLOAD_TOO_LARGE, why)
    })?;
    let read = spawn_blocking(move || read(&body));
    let read = read.await.map_err(|why| Refused::ours(&why))?;
    let (about, text) = read.map_err(|why| {
        Refused::unprocessable(format!(
            "this is no trace that can be read: {why}"
        ))
    })?;
    let (lab, variant) = &about[0];
    let run = desk.runs.keep(|id| Run::ended(id, lab, variant, text));
    Ok(Json(json!({ "id": run.id, "runs": about.len(), "lab": lab })))
}

/// Lab and variant of every trace, and all of them as text.
fn read(bytes: &[u8]) -> Result<(Vec<(String, String)>, String), String> {
    let traces = show::traces(bytes)?;
    let about = |it: &Trace| (it.run.lab.clone(), it.run.variant.clone());
    let about = traces.iter().map(about).collect();
    Ok((about, traces.iter().map(Trace::to_json).collect()))
}
