//! The trace as data: what every drawing is made from.
//!
//! A lane is always in exactly one [`State`]. What it *holds* is apart from
//! that: in a deadlock a lane holds one lock and waits for another. An arrow
//! in a drawing is an event's [`cause`](Event::cause), and nothing else.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Everything that one run recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// What was run.
    pub run: Run,
    /// Who acted; an event's lane is an index into this.
    pub lanes: Vec<Lane>,
    /// What was acted upon; an object's id is its index.
    pub objects: Vec<Object>,
    /// What happened, in order of [`Event::step`].
    pub events: Vec<Event>,
    /// How it ended.
    pub end: End,
}

/// What was run, and how.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The lab, `locks`; empty outside the command.
    #[serde(default)]
    pub lab: String,
    /// The variant of the lab, `unprotected`.
    #[serde(default)]
    pub variant: String,
    /// One line for people.
    #[serde(default)]
    pub title: String,
    /// Parameters as they were given, `threads` to `100`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<(String, String)>,
    /// What the time axis means.
    pub clock: Clock,
    /// Logical processors of the machine.
    pub cores: u32,
    /// Operating system, as Rust names it.
    pub os: Cow<'static, str>,
}

/// What [`Event::time`] means.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Clock {
    /// Nanoseconds, measured.
    #[default]
    Real,
    /// Nanoseconds of virtual time: nothing was measured.
    Model,
}

/// A line of the drawing: somebody who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// Its index in [`Trace::lanes`].
    pub id: u32,
    /// What kind of actor it is.
    pub kind: LaneKind,
    /// Its name, `taker-1`.
    pub name: String,
    /// The lane that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<u32>,
}

/// What kind of actor a lane is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LaneKind {
    /// A child process.
    Process,
    /// An OS thread.
    Thread,
    /// A generator, greenlet or green task.
    Coroutine,
    /// A network connection.
    Connection,
}

/// Something that lanes share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// Its index in [`Trace::objects`].
    pub id: u32,
    /// What it is.
    pub kind: ObjectKind,
    /// The name it was given, or where it was made (`demo.rs:31`).
    pub name: String,
    /// Whether it was given a name. In a drawing of a run in which somebody
    /// named something, what nobody named stays in the background.
    #[serde(default)]
    pub named: bool,
    /// Slots of a queue, bytes of a pipe, permits of a semaphore, parties of
    /// a barrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u64>,
    /// The lane whose end this is, or which this coroutine acts in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<u32>,
}

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ObjectKind {
    /// A lock of any kind but a reader-writer lock.
    Lock,
    /// A reader-writer lock.
    RwLock,
    /// A condition variable.
    Condvar,
    /// A flag to wait for.
    Event,
    /// A semaphore.
    Semaphore,
    /// A barrier.
    Barrier,
    /// A queue.
    Queue,
    /// A variable that several lanes read and write.
    Variable,
    /// A lane that others join.
    Lane,
    /// A coroutine whose resumer waits until it yields or ends.
    Coroutine,
    /// A pipe between processes.
    Pipe,
    /// A socket.
    Socket,
    /// A timer.
    Timer,
}

impl ObjectKind {
    /// The word for it in a sentence.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::RwLock => "rwlock",
            Self::Condvar => "condition",
            Self::Event => "event",
            Self::Semaphore => "semaphore",
            Self::Barrier => "barrier",
            Self::Queue => "queue",
            Self::Variable => "variable",
            Self::Lane => "the end of",
            Self::Coroutine => "coroutine",
            Self::Pipe => "pipe",
            Self::Socket => "socket",
            Self::Timer => "timer",
        }
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the total order, from 0; a cause has a smaller one.
    pub step: u64,
    /// Nanoseconds since the run began; see [`Clock`].
    pub time: u64,
    /// Who did it.
    pub lane: u32,
    /// What was done.
    #[serde(flatten)]
    pub what: What,
    /// The step of the event that made this one possible: a hand-over, a
    /// wake-up, the put of what was got, the spawn of what started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<u64>,
    /// The line of the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// A line of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Path as the compiler was given it.
    pub file: Cow<'static, str>,
    /// Line, from 1.
    pub line: u32,
}

impl Place {
    /// The file's name without its folders, and the line: `demo.rs:31`.
    #[must_use]
    pub fn short(&self) -> String {
        let name = self.file.rsplit(['/', '\\']).next().unwrap_or(&self.file);
        format!("{name}:{}", self.line)
    }
}

impl From<&'static std::panic::Location<'static>> for Place {
    fn from(at: &'static std::panic::Location<'static>) -> Self {
        Self { file: without_detours(at.file()), line: at.line() }
    }
}

/// A path as the compiler had it may go through a folder and back out again,
/// `src/bin/../lib.rs`, where a module lies elsewhere than its name says.
fn without_detours(path: &'static str) -> Cow<'static, str> {
    if !path.contains("/../") {
        return Cow::Borrowed(path);
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        let known = parts.last().is_some_and(|last| *last != "..");
        match part {
            ".." if known => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    Cow::Owned(parts.join("/"))
}

/// What a lane is doing; exactly one at a time.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Could run, and is not chosen.
    Ready,
    /// Runs, or waits for a core: the two look the same from inside.
    Run,
    /// Waits for somebody: a lock, an event, another thread's end.
    Wait,
    /// Blocked on a full or an empty queue.
    Queue,
    /// Asleep for a time.
    Sleep,
    /// Waits for the operating system: a socket, a pipe, a process.
    Io,
    /// At its end.
    Done,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "lowercase")]
pub enum What {
    /// The lane's state is now `state`, about `object` where it has one.
    State {
        /// The new state.
        state: State,
        /// What it waits for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        object: Option<u32>,
    },
    /// Holds the object from here on. Ends a wait for it.
    Hold {
        /// The object.
        object: u32,
    },
    /// Lets go of the object.
    Release {
        /// The object.
        object: u32,
    },
    /// Put an item into a queue or a pipe; not a wait any more.
    Put {
        /// The queue.
        object: u32,
        /// Which put of this queue it was, from 1.
        item: u64,
        /// Items in the queue, or bytes in the pipe, afterwards.
        len: u64,
    },
    /// Took an item out of a queue or a pipe; not a wait any more.
    Get {
        /// The queue.
        object: u32,
        /// Which put of this queue it came from, from 1.
        item: u64,
        /// Items in the queue, or bytes in the pipe, afterwards.
        len: u64,
    },
    /// Read a shared variable.
    Read {
        /// The variable.
        object: u32,
        /// What was read.
        value: i64,
    },
    /// Wrote a shared variable.
    Write {
        /// The variable.
        object: u32,
        /// What was written.
        value: i64,
    },
    /// Woke whoever waits: notify, set, release, arrive, switch.
    Signal {
        /// What they wait for.
        object: u32,
    },
    /// Made another lane.
    Spawn {
        /// The new lane.
        child: u32,
    },
    /// Said something.
    Note {
        /// What it said.
        text: String,
    },
    /// Ended by a panic.
    Panic {
        /// The panic's message.
        text: String,
    },
    /// Found that nobody here can go on.
    Deadlock {
        /// Who waits for what; first the circle where there is one, in its
        /// order, then whoever else waits.
        waits: Vec<Wait>,
        /// Whether there is a circle: from the first wait on, each is for
        /// what the lane of the next one holds, and the last of them for
        /// what the first lane holds.
        circle: bool,
    },
}

/// One lane's part in a deadlock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// Who waits.
    pub lane: u32,
    /// What it waits for.
    pub object: u32,
    /// Where it waits.
    pub place: Place,
    /// Who holds that, where one lane does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<u32>,
    /// Where the holder took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_at: Option<Place>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// `finished`, `deadlock`, `panicked`, `cut`.
    pub outcome: Outcome,
    /// Nanoseconds since the run began.
    pub time: u64,
    /// Events that are here.
    pub events: u64,
    /// Events that came after the recorder was full, and are not here.
    pub dropped: u64,
}

/// In one word, how a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Came to its end.
    Finished,
    /// Nobody could go on.
    Deadlock,
    /// The main lane panicked.
    Panicked,
    /// Was ended from outside.
    Cut,
}
