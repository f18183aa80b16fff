//! A child process of a lab, whose words are heard in the lab's story.
//!
//! The child tells its story by lines on its standard output, and the parent
//! says them again: so they stand where all lines stand, whatever the view.

use std::io::{BufRead, BufReader};
use std::sync::mpsc;
use std::thread::JoinHandle;

use workbench::process::{Child, Entry, Pipe, Process};

use super::{Line, Story};

/// A child process that has been started.
pub(crate) struct Program {
    pub(crate) process: Process,
    /// Something for each thing that it has said.
    heard: mpsc::Receiver<()>,
    /// Hears what it says; std's own thread, which no trace shows.
    ears: Option<JoinHandle<()>>,
}

impl Program {
    /// A process that will run `entry`, with the story's speed as its first
    /// argument.
    pub(crate) fn plan(story: &Story, name: &str, entry: &Entry) -> Process {
        Process::new(entry).named(name).arg(story.speed())
    }

    /// Starts it, and says in `story` what it says.
    pub(crate) fn start(story: &Story, process: Process) -> Self {
        let (reader, writer) = Pipe::new().one_way().unwrap();
        let (story, name) = (story.clone(), process.name().to_owned());
        let (said, heard) = mpsc::channel();
        let hear = move || {
            let lines = BufReader::new(reader).lines();
            for line in lines.map_while(Result::ok) {
                let (who, text) = line.split_once('\t').unwrap_or(("", &line));
                let who = if matches!(who, "" | "main") { &name } else { who };
                story.quote(who, text);
                // Nobody waits for it, where the program is gone.
                let _ = said.send(());
            }
        };
        let ears = std::thread::spawn(hear);
        let mut process = process.stdout(writer);
        process.start().unwrap();
        Self { process, heard, ears: Some(ears) }
    }

    /// Waits until it has said one thing more, or has nothing more to say.
    pub(crate) fn hear(&self) {
        let _ = self.heard.recv();
    }

    /// Waits until it has ended and all that it said is said; its exit code.
    #[track_caller]
    pub(crate) fn join(&mut self) -> i32 {
        self.process.join();
        if let Some(ears) = self.ears.take() {
            ears.join().unwrap();
        }
        self.process.exit_code().unwrap()
    }
}

/// The story as it is told in a child process: on its standard output.
#[expect(clippy::print_stdout, reason = "the parent reads it")]
pub(crate) fn story_of(child: &Child) -> Story {
    let speed = child.args()[0].parse().unwrap();
    let tell = |line: &Line| println!("{}\t{}", line.who, line.text);
    Story::quiet(speed, tell)
}
