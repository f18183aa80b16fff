//! Who watches a run, and what is new to them.

use std::sync::Arc;

use tokio::sync::watch;

use super::{End, Line, Run};

/// Lines that are told at once: few enough for one frame of the page.
const AT_ONCE: usize = 500;

impl Run {
    /// Somebody watches; when nobody does any more, the run ends.
    pub(crate) fn watch(self: Arc<Self>) -> Watcher {
        self.log.lock().watchers += 1;
        Watcher { grown: self.grown.subscribe(), run: self }
    }

    fn news(&self, known: usize) -> Option<News> {
        let log = self.log.lock();
        let new = &log.lines[known..];
        match new.first() {
            Some(first) => {
                let alike = |it: &&Line| it.word == first.word;
                let lines = new.iter().take(AT_ONCE).take_while(alike);
                Some(News::Lines(lines.cloned().collect()))
            }
            None => log.end.clone().map(News::End),
        }
    }
}

/// Somebody who watches a run.
pub(crate) struct Watcher {
    run: Arc<Run>,
    grown: watch::Receiver<()>,
}

impl Watcher {
    /// The first line after `known` ones and those like it that follow, or
    /// how it has ended; waits for either.
    pub(crate) async fn news(&mut self, known: usize) -> News {
        loop {
            self.grown.mark_unchanged();
            if let Some(news) = self.run.news(known) {
                return news;
            }
            // The sender is in the run, which is in here.
            let _ = self.grown.changed().await;
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.run.log.lock().watchers -= 1;
        self.run.stop_unwatched();
    }
}

/// What is new.
pub(crate) enum News {
    /// Lines with the same word.
    Lines(Vec<Line>),
    /// There will be nothing more.
    End(End),
}
