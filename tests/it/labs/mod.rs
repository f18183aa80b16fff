//! What each lab claims, as the command tells it.
//!
//! A lab runs once ([`told`]) and its tests read what came of that. What
//! chance may hide is run again, and says how often.

mod coroutines;
mod every;
mod explored;
mod layers;
mod locks;
mod others;
mod processes;
mod queues;
#[cfg(unix)]
mod servers;
mod sockets;
mod threads;
mod waits;

pub(crate) use explored::explored;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock};
use std::{fmt, fs};

use workbench::trace::{Trace, What};

use crate::command::{Ran, ran, run, workbench};
use crate::stress::must_end;
use crate::trace::object;

/// What came of a lab.
struct Told {
    story: String,
    /// A variant each, in the story's order.
    traces: Vec<Trace>,
    /// Files that it did not take away, and processes that still run.
    left: Vec<String>,
}

/// The story of `lab`, each told once for all tests.
fn told(lab: &str) -> &'static Told {
    static TOLD: Mutex<BTreeMap<String, &OnceLock<Told>>> =
        Mutex::new(BTreeMap::new());
    let once = *TOLD
        .lock()
        .unwrap()
        .entry(lab.to_owned())
        .or_insert_with(|| Box::leak(Box::default()));
    // Sleeps have to stand out from a busy machine; sums need not.
    let speed = match lab {
        "atomics" | "gil" | "process" | "rayon" => "0.05",
        "locks" => "0.1",
        _ => "0.2",
    };
    once.get_or_init(|| tell(lab, &["--speed", speed]))
}

/// Tells the story of `lab` once more, with `words`.
#[track_caller]
fn tell(lab: &str, words: &[&str]) -> Told {
    let folder = tempfile::tempdir().unwrap();
    let mut command = workbench(&["lab", lab, "--save", SAVED]);
    command.args(words).current_dir(folder.path());
    command.env("TMPDIR", folder.path());
    let story = must_end(move || ran(&mut command)).good();
    let saved = fs::read_to_string(folder.path().join(SAVED)).unwrap();
    let traces = Trace::all_from_json(&saved).unwrap();
    let mut left = files(folder.path());
    left.extend(processes(folder.path()));
    Told { story, traces, left }
}

/// The story of one variant alone, told anew at `speed`.
#[track_caller]
fn chapter(lab: &str, variant: &str, speed: &str) -> String {
    let words = ["lab", lab, "--variant", variant, "--speed", speed];
    run(&[&words[..], &["--view", "text"]].concat()).good()
}

const SAVED: &str = "saved.json";

/// What lies in `folder` besides the trace.
fn files(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap();
    let names = files.map(|it| it.unwrap().file_name());
    let names = names.map(|name| name.display().to_string());
    names.filter(|name| name != SAVED).collect()
}

/// Processes that were told to keep their files in `folder`: a command's
/// children inherit that. Only Linux says so.
fn processes(folder: &Path) -> Vec<String> {
    let told = format!("TMPDIR={}\0", folder.display());
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ours = all.filter(|process| {
        let environment = fs::read(process.path().join("environ"));
        let environment = environment.unwrap_or_default();
        environment.windows(told.len()).any(|it| it == told.as_bytes())
    });
    ours.map(|process| process.path().display().to_string()).collect()
}

impl Told {
    /// One variant's part of the story, from its title on.
    #[track_caller]
    fn chapter(&self, variant: &str) -> &str {
        let heading = format!(". {variant}: ");
        let start = self.story.split_once(&heading);
        let (_, rest) = start.unwrap_or_else(|| panic!("{variant}? {self}"));
        rest.split("\n\n").next().unwrap()
    }

    /// What was recorded of one variant.
    #[track_caller]
    fn trace(&self, variant: &str) -> &Trace {
        let mut traces = self.traces.iter();
        traces.find(|trace| trace.run.variant == variant).unwrap()
    }

    /// Fails unless a variant's part has each of `words`.
    #[track_caller]
    fn says(&self, variant: &str, words: &[&str]) {
        let chapter = self.chapter(variant);
        for words in words {
            assert!(chapter.contains(words), "no '{words}' in: {chapter}");
        }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.story)
    }
}

/// The number that stands before `words`.
#[track_caller]
fn number_before(text: &str, words: &str) -> f64 {
    let (before, _) = text
        .split_once(words)
        .unwrap_or_else(|| panic!("no '{words}' in: {text}"));
    let no_digit = |it: char| !(it.is_ascii_digit() || it == '.');
    let number = before.rsplit(no_digit).next().unwrap();
    number.parse().unwrap_or_else(|_| panic!("before '{words}': {text}"))
}

/// The number that stands after `words`.
#[track_caller]
fn number_after(text: &str, words: &str) -> f64 {
    let (_, rest) = text
        .split_once(words)
        .unwrap_or_else(|| panic!("no '{words}' in: {text}"));
    let digits = rest.split(|it: char| !(it.is_ascii_digit() || it == '.'));
    let number = digits.into_iter().next().unwrap();
    number.parse().unwrap_or_else(|_| panic!("after '{words}': {text}"))
}

/// Fails unless the words stand in this order.
#[track_caller]
fn in_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for words in words {
        let found = rest.split_once(words);
        let found = found.unwrap_or_else(|| panic!("'{words}' in: {text}"));
        rest = found.1;
    }
}

/// The most items that ever were in the queue of this name.
#[track_caller]
fn fullest(trace: &Trace, queue: &str) -> u64 {
    let queue = object(trace, queue);
    let lengths = trace.events.iter().filter_map(|event| match event.what {
        What::Put { object, len, .. } if object == queue => Some(len),
        _ => None,
    });
    lengths.max().unwrap()
}

/// The most lanes that ever held the object of this name at once.
#[track_caller]
fn most_holders(trace: &Trace, name: &str) -> usize {
    let object = object(trace, name);
    let holds = trace.holds().into_iter().filter(|it| it.object == object);
    let holds: Vec<_> = holds.map(|hold| hold.steps).collect();
    let at = |step| move |it: &&(u64, u64)| it.0 <= step && step < it.1;
    let holders = |step| holds.iter().filter(at(step)).count();
    holds.iter().map(|(start, _)| holders(*start)).max().unwrap()
}
