//! A trace that is told while it grows.
//!
//! Nobody who runs is held up for it: the logs are read now and then, and
//! what is new is put behind what was told before. So an event that was
//! written late stands later than its clock says, and a cause that was not
//! read yet is left out; what child processes record is not told at all. The
//! trace that is made when the run has ended has all of that, and takes the
//! place of what was told.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::collect::{Puts, link_puts_to_gets, objects, read_lanes_since};
use super::json;
use super::merge::Merge;
use super::session::Session;

/// How often the logs are read: what is seen within a tenth of a second is
/// seen at once.
const EVERY: Duration = Duration::from_millis(40);

/// Tells a trace as it grows, until this is dropped.
pub(super) struct Live {
    /// Dropped to say that it is enough.
    enough: Option<Sender<()>>,
    teller: Option<JoinHandle<()>>,
}

impl Live {
    /// Gives lines of the trace to `hear`, several at once.
    ///
    /// # Panics
    ///
    /// If the operating system gives no thread for it.
    pub(super) fn begin(
        session: Arc<Session>,
        mut hear: impl FnMut(&str) + Send + 'static,
    ) -> Self {
        let (enough, wait) = channel::<()>();
        let mut told = Told::default();
        let tell = move || {
            hear(&json::header(&session.run));
            loop {
                let waited = wait.recv_timeout(EVERY);
                let lines = told.news(&session);
                if !lines.is_empty() {
                    hear(&lines);
                }
                if waited != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        };
        let teller = std::thread::Builder::new().name("live".into());
        let teller = teller.spawn(tell).expect("a thread to tell the trace");
        Self { enough: Some(enough), teller: Some(teller) }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.enough.take();
        if let Some(teller) = self.teller.take() {
            // A panic of `hear` has been told where it happened.
            let _ = teller.join();
        }
    }
}

/// How much of a trace has been told.
#[derive(Default)]
struct Told {
    /// Entries, by lane.
    known: Vec<usize>,
    lanes: usize,
    objects: usize,
    puts: Puts,
    order: Merge,
}

impl Told {
    /// The lines that have not been told.
    fn news(&mut self, session: &Session) -> String {
        // The objects after the events, which speak of none that is newer.
        let (lanes, mut drafts) = read_lanes_since(session, &mut self.known);
        let objects = objects(session);
        link_puts_to_gets(&mut drafts, &mut self.puts);
        let events = self.order.add(drafts);
        let lines =
            json::body(&lanes[self.lanes..], &objects[self.objects..], &events);
        (self.lanes, self.objects) = (lanes.len(), objects.len());
        lines
    }
}
