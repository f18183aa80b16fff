use std::hint::black_box;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Instant;

use workbench::process::{self, Child, Entry, Process};
use workbench::thread;

use crate::labs::Story;
use crate::labs::program::{Program, story_of};

pub(super) static INFO: Entry = Entry::new("info", |child| {
    let story = story_of(child);
    introduce(&story, child.name());
    story.sleep(1.0);
    0
});

fn introduce(story: &Story, name: &str) {
    let (pid, parent) = (process::pid(), process::parent_pid());
    story.say(format!("name {name}, process {pid}, parent {parent}"));
}

/// The notes' two children. Each is this same program, executed once more.
pub(super) fn info(story: &Story) {
    introduce(story, "main process line");
    let children = ["matt", "joy"]
        .map(|name| Program::start(story, Program::plan(story, name, &INFO)));
    let codes = children.map(|mut child| child.join());
    match codes {
        [0, 0] => story.right(format!("both have ended: exit codes {codes:?}")),
        _ => story.wrong(format!("exit codes {codes:?}")),
    }
}

pub(super) static HELLO: Entry = Entry::new("hello", |child| {
    let story = story_of(child);
    story.say(format!("hello {}", child.args()[1]));
    story.sleep(1.0);
    0
});

/// A greeter knows whom to greet; that it does so in a process is its own
/// affair.
struct Greeter(Process);

impl Greeter {
    fn new(story: &Story, whom: &str) -> Self {
        Self(Program::plan(story, whom, &HELLO).arg(whom))
    }
}

pub(super) fn own_type(story: &Story) {
    let greeters = ["alvin-0", "alvin-1", "alvin-2"]
        .map(|whom| Program::start(story, Greeter::new(story, whom).0));
    let codes = greeters.map(|mut greeter| greeter.join());
    match codes.iter().all(|code| *code == 0) {
        true => story.right(format!("three at once: {:.2} s", story.elapsed())),
        false => story.wrong(format!("exit codes {codes:?}")),
    }
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

pub(super) static COUNT_UP: Entry = Entry::new("count-up", |child| {
    COUNTER.fetch_add(100, SeqCst);
    let seen = COUNTER.load(SeqCst);
    story_of(child).say(format!("counted to {seen}"));
    0
});

/// A child has a copy of nothing and a share in nothing: its counter is
/// another one.
pub(super) fn shared(story: &Story) {
    COUNTER.store(0, SeqCst);
    let child = Program::plan(story, "child", &COUNT_UP);
    Program::start(story, child).join();
    let seen = COUNTER.load(SeqCst);
    story.wrong(format!("the child counted to 100; here it is {seen} still"));
}

pub(super) static EXIT: Entry = Entry::new("exit", |child| {
    match child.args()[1].as_str() {
        "well" => 0,
        "badly" => 3,
        "panic" => std::panic::resume_unwind(Box::new("on purpose")),
        _ => loop {
            thread::park(); // until somebody ends it
        },
    }
});

/// A process that ends says one number; one that is ended says by what.
pub(super) fn exit_codes(story: &Story) {
    let codes = ["well", "badly", "panic", "never"].map(|how| {
        let child = Program::plan(story, how, &EXIT).arg(how);
        let mut child = Program::start(story, child);
        if how == "never" {
            child.process.terminate();
        }
        let code = child.join();
        story.say(format!("{how}: {code}"));
        code
    });
    match codes {
        [0, 3, 101, i32::MIN..0] => {
            story.right("the parent knows how each ended")
        }
        _ => story.wrong(format!("exit codes {codes:?}")),
    }
}

/// The notes' 70 million.
const COUNT_TO: u64 = 70_000_000;

/// Counts in floats: no compiler may leave out a step, or take two at once.
fn count(story: &Story) {
    let to = story.scaled_work(COUNT_TO);
    black_box((0..to).fold(0.0, |count, _| count + 1.0));
}

pub(super) static COUNT: Entry = Entry::new("count", |child: &Child| {
    count(&story_of(child));
    0
});

/// In Python only processes count on two cores at once. Here threads do too,
/// and are there sooner.
pub(super) fn counting(story: &Story) {
    let timed = |how: &str, work: &dyn Fn()| {
        let start = Instant::now();
        work();
        let time = start.elapsed().as_secs_f64();
        story.say(format!("{how}: {time:.3} s"));
        time
    };
    let serial = timed("one after the other", &|| {
        count(story);
        count(story);
    });
    let threads = timed("two threads", &|| {
        let threads = [(); 2].map(|()| {
            let story = story.clone();
            thread::spawn(move || count(&story))
        });
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
    let processes = timed("two processes", &|| {
        let processes = ["count-1", "count-2"].map(|name| {
            Program::start(story, Program::plan(story, name, &COUNT))
        });
        for mut process in processes {
            process.join();
        }
    });
    story.right(format!(
        "threads {:.2} times as fast, processes {:.2} times",
        serial / threads,
        serial / processes
    ));
}
