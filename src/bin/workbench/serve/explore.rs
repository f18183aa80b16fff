//! Every interleaving, in a child.

use anyhow::{Result, bail};
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

use super::Shared;
use super::answer::{Json, Refused, Wished};
use super::child::{self, LIMIT};
use super::runs::Run;
use super::wish::SubjectWish;
use crate::child::{Ender, Running};

/// Ends a child for whoever does not wait for its answer any more.
struct Gone(Ender);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// What was found, and the failing execution as a run that is kept.
pub(super) async fn explore(
    State(desk): Shared,
    Wished(wish): Wished<SubjectWish>,
) -> Result<Json<Value>, Refused> {
    let (_, named) = wish.check()?;
    let place = desk.runs.place()?;
    let words = [vec!["explore".to_owned()], named.clone()].concat();
    let words = [words, vec!["--view=stream".to_owned()]].concat();
    let child = child::start(&words).map_err(|why| Refused::ours(&why))?;
    let _gone = Gone(child.ender());
    let found = spawn_blocking(move || {
        let found = listen(child);
        drop(place);
        found
    });
    let found = found.await.map_err(|why| Refused::ours(&why))?;
    let (report, trace) = found.map_err(|why| {
        let command = named.join(" ");
        let why = format!(
            "{why:#}; 'workbench explore {command}' has all the time it needs"
        );
        Refused::new(StatusCode::GATEWAY_TIMEOUT, why)
    })?;
    let run = (!trace.is_empty()).then(|| {
        let name = named[0].as_str();
        desk.runs.keep(|id| Run::ended(id, name, "explored", trace)).id
    });
    Ok(Json(json!({ "report": report, "run": run })))
}

/// Its report and its trace.
fn listen(mut child: Running) -> Result<(Value, String)> {
    let (mut report, mut trace) = (None, String::new());
    let ended = child.follow(LIMIT, |line| {
        match line.split_once(' ') {
            Some(("report", json)) => {
                report = Some(serde_json::from_str(json)?);
            }
            Some(("trace", json)) => {
                trace += json;
                trace.push('\n');
            }
            _ => {}
        }
        Ok(())
    })?;
    match (ended.failure(), report) {
        (None, Some(report)) => Ok((report, trace)),
        (why, _) => bail!(why.unwrap_or("it said nothing".to_owned())),
    }
}
