//! Ends before the end: a reader who leaves, a signal.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use workbench::thread;

use super::workbench;

/// Long enough for any machine: it only ever fails.
const DEADLINE: Duration = Duration::from_secs(60);

pub(super) struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
}

pub(super) fn start(mut command: std::process::Command) -> Running {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    Running { child, out }
}

impl Running {
    /// Reads up to the first line with `words`; what follows them in it.
    pub(super) fn read_until(&mut self, words: &str) -> String {
        let mut line = String::new();
        loop {
            let read = self.out.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "it ended without saying '{words}'");
            if let Some((_, after)) = line.split_once(words) {
                return after.trim_end().to_owned();
            }
            line.clear();
        }
    }

    /// Where to type, if that is a pipe.
    pub(super) fn input(&mut self) -> ChildStdin {
        self.child.stdin.take().unwrap()
    }

    pub(super) fn send(&self, signal: Signal) {
        let pid = Pid::from_raw(self.pid() as i32).unwrap();
        kill_process(pid, signal).unwrap();
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it still said, what it complained of, and its exit code.
    pub(super) fn end(mut self) -> (String, String, Option<i32>) {
        let mut said = String::new();
        self.out.read_to_string(&mut said).unwrap();
        let (complaint, code) = self.leave();
        (said, complaint, code)
    }

    /// The reader leaves; what it complains of, and its exit code.
    fn leave(self) -> (String, Option<i32>) {
        let Self { mut child, out } = self;
        drop(out);
        wait(&mut child)
    }
}

/// What it complains of, and its exit code.
fn wait(child: &mut Child) -> (String, Option<i32>) {
    let deadline = Instant::now() + DEADLINE;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(Instant::now() < deadline, "it does not end");
        thread::sleep(Duration::from_millis(2));
    };
    let mut complaint = String::new();
    let mut err = child.stderr.take().unwrap();
    err.read_to_string(&mut complaint).unwrap();
    (complaint, status.code())
}

#[test]
fn reader_who_leaves_the_list_is_no_error() {
    let mut list = start(workbench(&["lab"]));
    list.read_until("Labs");
    assert_eq!(list.leave(), (String::new(), Some(0)));
}

#[test]
fn reader_who_leaves_in_the_middle_of_a_story_is_no_error() {
    let mut story = start(workbench(&["lab", "threads", "--speed", "0.1"]));
    story.read_until("listens to music");
    assert_eq!(story.leave(), (String::new(), Some(0)));
}

#[test]
fn reader_who_leaves_does_not_take_the_saved_file_along() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("saved.json");
    let name = path.to_str().unwrap();
    let words = ["lab", "deadlock", "--speed", "0.3", "--save", name];
    let mut story = start(workbench(&words));
    story.read_until("deadlock");
    assert_eq!(story.leave(), (String::new(), Some(0)));
    assert!(path.is_file());
}

fn signal_ends_a_story(signal: Signal, expected: i32) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("saved.json");
    let name = path.to_str().unwrap();
    let words = ["lab", "threads", "--speed", "100", "--save", name];
    let mut story = start(workbench(&words));
    story.read_until("listens to music");
    story.send(signal);
    let (said, complaint, code) = story.end();
    assert_eq!((complaint.as_str(), code), ("", Some(expected)));
    assert!(said.is_empty() || said.ends_with('\n'), "{said:?}");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn ctrl_c_ends_a_story_and_leaves_nothing() {
    signal_ends_a_story(Signal::INT, 130);
}

#[test]
fn request_to_end_ends_a_story_and_leaves_nothing() {
    signal_ends_a_story(Signal::TERM, 143);
}

#[test]
fn ctrl_c_ends_a_story_whose_reader_has_stopped_to_read() {
    let words = ["lab", "locks", "--threads", "1000", "--view", "json"];
    let mut story = start(workbench(&words));
    // More than a pipe holds follows, and nobody takes it.
    story.read_until("\"run\"");
    story.send(Signal::INT);
    let (complaint, code) = wait(&mut story.child);
    assert_eq!((complaint.as_str(), code), ("", Some(130)));
}
