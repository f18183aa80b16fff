//! What a demonstration knows of the command that runs it: its parameters,
//! and a place for its words.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{
    MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle,
};
use parking_lot::Mutex;
use serde::{Serialize, Serializer};
use workbench::{thread, trace};

/// The parameters of a run, and where its lines go. Clones share the lines.
#[derive(Clone)]
pub(crate) struct Story {
    /// How many threads to start, in labs that ask.
    pub(crate) threads: usize,
    /// Where random numbers begin.
    pub(crate) seed: u64,
    /// The words after the lab's name, where it takes any.
    pub(crate) words: Vec<String>,
    speed: f64,
    /// Set where the explorer runs it: how large it is.
    sizes: Option<Sizes>,
    start: Instant,
    /// Where bars are drawn, which may be nowhere.
    bars: MultiProgress,
    /// Hears every line at once, whichever thread says it.
    hear: Arc<dyn Fn(&Line) + Send + Sync>,
    wrong: Arc<Mutex<usize>>,
    /// What other processes said.
    quotes: Arc<Mutex<Vec<String>>>,
}

/// How much smaller a story is where every interleaving is tried: of what,
/// how many there are, and how many there are in class. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Sizes(Arc<Mutex<BTreeMap<&'static str, (usize, usize)>>>);

impl Sizes {
    /// `1 of 10 rounds, 3 of 6 guests`, unless nothing is smaller.
    pub(crate) fn words(&self) -> Option<String> {
        let sizes = self.0.lock();
        let words: Vec<_> = sizes
            .iter()
            .map(|(what, (few, usual))| format!("{few} of {usual} {what}"))
            .collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

/// A line of a story.
#[derive(Serialize)]
pub(crate) struct Line {
    /// Since the story began.
    #[serde(serialize_with = "seconds")]
    pub(crate) at: Duration,
    /// The thread or coroutine that said it.
    pub(crate) who: String,
    /// What it said.
    pub(crate) text: String,
    /// What kind of line it is.
    pub(crate) mood: Mood,
}

fn seconds<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(time.as_secs_f64())
}

/// What kind of line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mood {
    /// Said on the way.
    Said,
    /// A result, and as it should be.
    Right,
    /// A result, and not as it should be.
    Wrong,
}

impl Story {
    /// A story that begins now.
    pub(crate) fn new(
        threads: usize,
        seed: u64,
        speed: f64,
        words: Vec<String>,
        bars: MultiProgress,
        hear: impl Fn(&Line) + Send + Sync + 'static,
    ) -> Self {
        let (wrong, quotes) = Default::default();
        Self {
            threads,
            seed,
            words,
            speed,
            sizes: None,
            start: thread::now(),
            bars,
            hear: Arc::new(hear),
            wrong,
            quotes,
        }
    }

    /// A story that the explorer runs: as small as it can be, nobody hears
    /// it, and a result that is wrong ends it.
    pub(crate) fn explored(threads: usize, seed: u64, sizes: Sizes) -> Self {
        let quiet = Self::quiet(1.0, |_| {});
        Self { threads, seed, sizes: Some(sizes), ..quiet }
    }

    /// A story with nothing but a speed, and without bars.
    pub(crate) fn quiet(
        speed: f64,
        hear: impl Fn(&Line) + Send + Sync + 'static,
    ) -> Self {
        let nowhere = ProgressDrawTarget::hidden();
        let bars = MultiProgress::with_draw_target(nowhere);
        Self::new(1, 0, speed, Vec::new(), bars, hear)
    }

    /// A time of the story, as long as the student wants it to be.
    pub(crate) fn scaled(&self, time: Duration) -> Duration {
        time.mul_f64(self.speed)
    }

    /// So much work of the story, as much as the student has time for.
    pub(crate) fn scaled_work(&self, amount: u64) -> u64 {
        (amount as f64 * self.speed) as u64
    }

    /// How often something is done again: once, where every interleaving is
    /// tried.
    pub(crate) fn rounds(&self, rounds: u32) -> u32 {
        self.few("rounds", rounds as usize, 1) as u32
    }

    /// How many of `what` there are: `usual`, or, where every interleaving is
    /// tried, `few`.
    pub(crate) fn few(
        &self,
        what: &'static str,
        usual: usize,
        few: usize,
    ) -> usize {
        let Some(sizes) = &self.sizes else { return usual };
        sizes.0.lock().insert(what, (few, usual));
        few
    }

    /// Whether something is so that takes good timing. A class is given the
    /// time; where every interleaving is tried, it is so in some of them.
    pub(crate) fn in_good_time(&self, so: bool) -> bool {
        so || self.sizes.is_some()
    }

    /// What every sleep of the story is scaled by.
    pub(crate) fn speed(&self) -> f64 {
        self.speed
    }

    /// Sleeps for so many seconds of the story.
    #[track_caller]
    pub(crate) fn sleep(&self, seconds: f64) {
        thread::sleep(self.scaled(Duration::from_secs_f64(seconds)));
    }

    /// As [`sleep`](Self::sleep), but at any speed long enough for the other
    /// threads to come as far: what the story shows hangs on it.
    #[track_caller]
    pub(crate) fn linger(&self, seconds: f64) {
        let time = self.scaled(Duration::from_secs_f64(seconds));
        thread::sleep(time.max(Duration::from_millis(100)));
    }

    /// Random numbers for one of the threads; the same for the same seed.
    pub(crate) fn dice(&self, thread: u64) -> fastrand::Rng {
        fastrand::Rng::with_seed(self.seed.wrapping_add(thread))
    }

    /// Since the story began, in seconds of the clock on the wall.
    pub(crate) fn elapsed(&self) -> f64 {
        self.since_start().as_secs_f64()
    }

    fn since_start(&self) -> Duration {
        thread::now().saturating_duration_since(self.start)
    }

    /// The calling thread says something.
    pub(crate) fn say(&self, text: impl Into<String>) {
        self.line(Mood::Said, text.into());
    }

    /// A result that is as it should be.
    pub(crate) fn right(&self, text: impl Into<String>) {
        self.line(Mood::Right, text.into());
    }

    /// A result that is not as it should be.
    pub(crate) fn wrong(&self, text: impl Into<String>) {
        let text = text.into();
        assert!(self.sizes.is_none(), "{text}");
        *self.wrong.lock() += 1;
        self.line(Mood::Wrong, text);
    }

    /// How many results were wrong.
    pub(crate) fn count_wrong(&self) -> usize {
        *self.wrong.lock()
    }

    /// Counts work that takes long, up to `total` of `what`: on a terminal as
    /// a bar, and elsewhere not at all.
    pub(crate) fn progress(&self, total: u64, what: &'static str) -> Progress {
        let style = "   {bar:30} {human_pos} of {human_len} {msg}, {eta} left";
        let style = ProgressStyle::with_template(style);
        let style = style.expect("the template is well formed");
        let bar = self.bars.add(ProgressBar::new(total));
        bar.set_style(style);
        bar.set_message(what);
        Progress(bar)
    }

    /// Says what somebody said elsewhere: in another process.
    pub(crate) fn quote(&self, who: &str, text: &str) {
        let (who, text) = (who.to_owned(), text.to_owned());
        self.quotes.lock().push(text.clone());
        let at = self.since_start();
        (self.hear)(&Line { at, who, text, mood: Mood::Said });
    }

    /// Whether another process has said this.
    pub(crate) fn heard(&self, text: &str) -> bool {
        self.quotes.lock().iter().any(|said| said == text)
    }

    fn line(&self, mood: Mood, text: String) {
        trace::note(text.clone());
        let who = trace::lane_name();
        let who = who.unwrap_or_else(|| thread::current().name());
        (self.hear)(&Line { at: self.since_start(), who, text, mood });
    }
}

/// How far the work has come; the bar goes away with this.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// So many more are done.
    pub(crate) fn inc(&self, done: u64) {
        self.0.inc(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
