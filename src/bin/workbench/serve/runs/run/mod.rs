//! One run: its child, what it has said, who watches.

mod cut;
mod watcher;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use parking_lot::Mutex;
use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, watch};

use crate::child::{Ended, Ender, Running};
use crate::serve::child::LIMIT;
use cut::cut;
pub(super) use watcher::{News, Watcher};

/// Bytes that a run may say.
const MOST: usize = 128 << 20;

/// Lines that are no trace, at most.
const LINES: usize = 20_000;

/// How long a run goes on before anybody has begun to watch it.
const UNWATCHED: Duration = Duration::from_secs(5);

/// A run, going on or ended.
pub(crate) struct Run {
    pub(crate) id: u64,
    pub(super) lab: String,
    pub(super) variant: String,
    ender: Option<Ender>,
    log: Mutex<Log>,
    /// Rung whenever the log has grown.
    grown: watch::Sender<()>,
}

#[derive(Default)]
struct Log {
    lines: Vec<Line>,
    /// Those of `lines` that are no trace.
    words: usize,
    bytes: usize,
    /// The trace, once it is whole.
    trace: String,
    watchers: usize,
    /// Why somebody has ended it.
    stopped: Option<&'static str>,
    end: Option<End>,
}

/// A line of what the child said: its word and its JSON.
#[derive(Clone)]
pub(crate) struct Line {
    pub(super) word: &'static str,
    pub(super) json: Arc<str>,
}

/// How a run has ended.
#[derive(Clone, Serialize)]
pub(crate) struct End {
    /// Why not by itself.
    why: Option<String>,
    /// Whether there is a trace of it.
    has_trace: bool,
}

impl Run {
    pub(crate) fn new(
        id: u64,
        lab: &str,
        variant: &str,
        ender: Option<Ender>,
    ) -> Self {
        Self {
            id,
            lab: lab.to_owned(),
            variant: variant.to_owned(),
            ender,
            log: Mutex::default(),
            grown: watch::Sender::new(()),
        }
    }

    /// A run that has ended, with this trace.
    pub(crate) fn ended(
        id: u64,
        lab: &str,
        variant: &str,
        trace: String,
    ) -> Self {
        let run = Self::new(id, lab, variant, None);
        let end = Some(End { why: None, has_trace: true });
        *run.log.lock() = Log { trace, end, ..Log::default() };
        run
    }

    /// Listens to the child on a thread of its own, as long as it has `place`.
    ///
    /// # Errors
    ///
    /// If the system has no thread for it.
    pub(super) fn begin(
        self: Arc<Self>,
        child: Running,
        place: OwnedSemaphorePermit,
    ) -> io::Result<()> {
        let run = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(UNWATCHED).await;
            run.stop_unwatched();
        });
        let listen = move || {
            let mut child = child;
            let ended = child.follow(LIMIT, |line| self.hear(line));
            // Before anybody hears of it, so that another can begin.
            drop((child, place));
            self.finish(ended);
        };
        std::thread::Builder::new().name("run".into()).spawn(listen)?;
        Ok(())
    }

    fn hear(&self, line: &str) -> Result<()> {
        let mut log = self.log.lock();
        log.bytes += line.len();
        if log.bytes > MOST {
            bail!("it said more than {} MB and was ended", MOST >> 20);
        }
        let Some((word, json)) = line.split_once(' ') else { return Ok(()) };
        let word = match word {
            "trace" => {
                log.trace += json;
                log.trace.push('\n');
                return Ok(());
            }
            "live" => "live",
            "story" => "story",
            "heading" => "heading",
            "remark" => "remark",
            "rival" => "rival",
            "quote" => "quote",
            // Some lab's own output, which nobody has asked for.
            _ => return Ok(()),
        };
        if word != "live" {
            log.words += 1;
            if log.words > LINES {
                bail!("it said more than {LINES} lines and was ended");
            }
        }
        log.lines.push(Line { word, json: json.into() });
        drop(log);
        self.grown.send_replace(());
        Ok(())
    }

    fn finish(&self, ended: Result<Ended>) {
        let mut log = self.log.lock();
        let why = match (log.stopped, ended) {
            (Some(why), _) => Some(why.to_owned()),
            (None, Err(why)) => Some(format!("{why:#}")),
            // It has said itself what was not as it should be.
            (None, Ok(ended)) if ended.code() == Some(1) => None,
            (None, Ok(ended)) => ended.failure(),
        };
        let is_whole = log.trace.contains("\n{\"end\":");
        if !is_whole {
            log.trace = cut(&log.lines).unwrap_or_default();
        }
        let has_trace = !log.trace.is_empty();
        for line in log.lines.iter_mut().filter(|it| it.word == "live") {
            // The trace has it all, in order.
            line.json = "".into();
        }
        log.end = Some(End { why, has_trace });
        drop(log);
        self.grown.send_replace(());
    }

    /// Ends the child, if it goes on.
    pub(super) fn stop(&self, why: &'static str) {
        let mut log = self.log.lock();
        if log.end.is_none() {
            log.stopped.get_or_insert(why);
            drop(log);
            if let Some(ender) = &self.ender {
                ender.end();
            }
        }
    }

    fn stop_unwatched(&self) {
        if self.log.lock().watchers == 0 {
            self.stop("nobody watched it any more");
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.log.lock().end.is_some()
    }

    /// The trace, once it is whole.
    pub(super) fn whole(&self) -> Option<String> {
        let log = self.log.lock();
        let end = log.end.as_ref()?;
        end.has_trace.then(|| log.trace.clone())
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
