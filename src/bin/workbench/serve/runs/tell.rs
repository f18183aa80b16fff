//! A run as server-sent events: an event's name is the word of its lines, and
//! its data is JSON, a line each.

use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::Event;
use futures_util::stream::{self, Stream};

use super::run::{News, Run, Watcher};

/// Where a stream has come to.
struct Told {
    watcher: Watcher,
    lines: usize,
    is_over: bool,
}

/// Everything from the beginning, up to the end.
pub(super) fn all(
    run: Arc<Run>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let told = Told { watcher: run.watch(), lines: 0, is_over: false };
    stream::unfold(told, next)
}

async fn next(mut told: Told) -> Option<(Result<Event, Infallible>, Told)> {
    if told.is_over {
        return None;
    }
    let event = match told.watcher.news(told.lines).await {
        News::Lines(lines) => {
            told.lines += lines.len();
            let word = lines.first().map_or("live", |it| it.word);
            let lines: Vec<_> = lines.iter().map(|it| &*it.json).collect();
            Event::default().event(word).data(lines.join("\n"))
        }
        News::End(end) => {
            told.is_over = true;
            let end = serde_json::to_string(&end).unwrap_or_default();
            Event::default().event("end").data(end)
        }
    };
    Some((Ok(event), told))
}
