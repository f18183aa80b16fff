//! Children that live: who waits for them, and how they are ended.
//!
//! Every child has a *keeper*, a thread that starts it, waits for its end and
//! reaps it at once. The system ties "end with your parent" to the thread
//! that started a child; the keeper lives as long as the child does, so that
//! a child is free to outlive the thread that called `start`.

use std::io;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, OnceLock, mpsc};
use std::time::{Duration, Instant};

use super::os::{self, Link};
use crate::sync::Mutex;
use crate::thread::token::Token;
use crate::trace::{self, NewLane, Tag};

/// How long a child that was asked to end may take before it is killed.
const GRACE: Duration = Duration::from_millis(500);

/// The exit code of a child whose end the system did not tell, because
/// somebody else in this program has reaped it.
const UNKNOWN: i32 = 255;

/// Every child that has been started and not reaped.
static LIVING: Mutex<Vec<Arc<Living>>> = Mutex::hidden(Vec::new());

/// A child that has been started.
pub(super) struct Living {
    pub(super) pid: u32,
    daemon: bool,
    /// Reaped under this lock, and signalled under it only before that, which
    /// `Child` itself keeps track of: the number of a child that was reaped
    /// may be a stranger's.
    os: Mutex<Child>,
    /// Set by the keeper, a moment after it has reaped the child.
    exit: OnceLock<i32>,
    /// Set when all is over, trace included.
    end: Token,
    /// The end as a traced run speaks of it.
    end_tag: Option<Arc<Tag>>,
}

/// What a keeper needs to start a child.
pub(super) struct Start {
    pub(super) name: String,
    pub(super) daemon: bool,
    pub(super) command: Command,
    pub(super) link: Link,
    pub(super) record: bool,
    pub(super) lane: NewLane,
}

impl Start {
    /// Starts the child, and a keeper for it.
    pub(super) fn start(self) -> io::Result<Arc<Living>> {
        let (tell, told) = mpsc::channel();
        let keeper = std::thread::Builder::new();
        let keeper = keeper.name(format!("keeper of {}", self.name));
        keeper.spawn(move || self.keep(&tell))?;
        told.recv().expect("a keeper tells before it ends")
    }

    fn keep(mut self, tell: &mpsc::Sender<io::Result<Arc<Living>>>) {
        let end_tag = self.lane.end();
        let entered = self.lane.enter();
        let child = match self.command.spawn() {
            Ok(child) => child,
            Err(why) => {
                trace::note(format!("could not be started: {why}"));
                let _ = tell.send(Err(why));
                return;
            }
        };
        // With it go this process's copies of what the child was given.
        drop(self.command);
        let living = Arc::new(Living {
            pid: child.id(),
            daemon: self.daemon,
            os: Mutex::hidden(child),
            exit: OnceLock::new(),
            end: Token::new(),
            end_tag,
        });
        trace::rename(&format!("{} (pid {})", self.name, living.pid));
        LIVING.lock().push(living.clone());
        let _ = tell.send(Ok(living.clone()));
        if self.record {
            adopt(&self.link);
        }
        living.reap();
        // In this order: who joins the child, or finds none left, may ask for
        // the trace at once.
        drop(entered);
        LIVING.lock().retain(|other| !Arc::ptr_eq(other, &living));
        living.end.set();
    }
}

/// Waits for the child's trace and takes it into the keeper's lane.
fn adopt(link: &Link) {
    let text = link.trace().unwrap_or_default();
    if let Err(why) = trace::adopt(&text) {
        trace::note(format!("its trace did not arrive: {why}"));
    }
}

impl Living {
    pub(super) fn exit_code(&self) -> Option<i32> {
        self.exit.get().copied()
    }

    /// Asks it to end, if it has not ended.
    pub(super) fn terminate(&self) {
        self.signal(os::terminate);
    }

    /// Ends it, if it has not ended.
    pub(super) fn kill(&self) {
        self.signal(Child::kill);
    }

    fn signal(&self, send: impl FnOnce(&mut Child) -> io::Result<()>) {
        // A child of this user that is not reaped takes every signal.
        let _ = send(&mut self.os.lock());
    }

    /// Waits until it has ended; false if the deadline came first.
    pub(super) fn wait(
        &self,
        deadline: Option<Instant>,
        place: &'static Location<'static>,
    ) -> bool {
        self.end.wait(deadline, self.end_tag.as_deref(), place)
    }

    fn reap(&self) {
        let code = match os::reap(&self.os, self.pid) {
            Ok(status) => exit_code(status),
            Err(_) => UNKNOWN,
        };
        if code < 0 {
            trace::note(format!("ended by signal {}", -code));
        } else if code > 0 {
            trace::note(format!("exit code {code}"));
        }
        let _ = self.exit.set(code);
    }
}

impl std::fmt::Debug for Living {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Living")
            .field("pid", &self.pid)
            .field("exit", &self.exit_code())
            .finish_non_exhaustive()
    }
}

/// As Python has it: the code, or the signal below zero.
fn exit_code(status: ExitStatus) -> i32 {
    let signal = os::signal(status).map(|signal| -signal);
    status.code().or(signal).unwrap_or(UNKNOWN)
}

/// Runs `main`, then ends its daemonic children and waits for the others.
///
/// This is how a Python program ends. Daemonic children get SIGTERM, and
/// SIGKILL if they are still there half a second later. It is for the whole
/// process: all its children are meant, whoever started them.
///
/// # Blocking
///
/// Until the last child that is not daemonic has ended.
///
/// # Panics
///
/// If `main` does, once the children have been waited for.
#[track_caller]
pub fn run<T>(main: impl FnOnce() -> T) -> T {
    let place = Location::caller();
    let value = catch_unwind(AssertUnwindSafe(main));
    end_while(|| living(|child| child.daemon), place);
    while let Some(child) = living(|_| true).first() {
        child.wait(None, place);
    }
    value.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Ends every living child of this process: SIGTERM, and SIGKILL for those
/// that are still there half a second later.
///
/// # Blocking
///
/// Until all of them have been reaped, little more than that time.
#[track_caller]
pub fn end_all() {
    end_while(|| living(|_| true), Location::caller());
}

/// Those that live now. The list's lock is free again on return: a keeper
/// needs it to take its child out.
fn living(which: impl Fn(&Living) -> bool) -> Vec<Arc<Living>> {
    LIVING.lock().iter().filter(|child| which(child)).cloned().collect()
}

/// Ends whom `who` names, until it names nobody.
fn end_while(
    who: impl Fn() -> Vec<Arc<Living>>,
    place: &'static Location<'static>,
) {
    loop {
        let children = who();
        if children.is_empty() {
            return;
        }
        children.iter().for_each(|child| child.terminate());
        let deadline = Instant::now() + GRACE;
        for child in &children {
            if !child.wait(Some(deadline), place) {
                child.kill();
            }
        }
        for child in &children {
            child.wait(None, place);
        }
    }
}
