//! Threads that explore, kept for the next program with all that they have
//! allocated: to start one takes longer than to prove a small program.

use std::hint::spin_loop;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::panicking;

use parking_lot::Mutex;

/// Explores, and returns how to say so.
type Job = Box<dyn FnOnce() -> Box<dyn FnOnce()> + Send>;

/// Looks before a thread goes to sleep: most explorations take less time than
/// to fall asleep and be woken.
const GLANCES: u32 = 1_000;

/// What comes in a moment, if something does.
pub(super) fn glance<T>(from: &Receiver<T>) -> Option<T> {
    (0..GLANCES).find_map(|_| {
        spin_loop();
        from.try_recv().ok()
    })
}

/// Threads that wait for a job.
static IDLE: Mutex<Vec<Sender<Job>>> = Mutex::new(Vec::new());

/// Lets a thread do `job`, and then what that returns. A thread whose job
/// does not end is left to it.
pub(super) fn hand_over(
    job: impl FnOnce() -> Box<dyn FnOnce()> + Send + 'static,
) {
    let mut job: Job = Box::new(job);
    while let Some(worker) = idle() {
        match worker.send(job) {
            Ok(()) => return,
            Err(refused) => job = refused.0,
        }
    }
    let (worker, jobs) = channel::<Job>();
    let _ = worker.send(job);
    let work = move || {
        while let Some(job) = glance(&jobs).or_else(|| jobs.recv().ok()) {
            let tell = job();
            // A task was given up while it unwound: see `Execution::spent`.
            if panicking() {
                return tell();
            }
            // Before anybody knows that it could do another.
            IDLE.lock().push(worker.clone());
            tell();
        }
    };
    std::thread::Builder::new()
        .name("explorer".into())
        .spawn(work)
        .expect("the system has no thread to give");
}

fn idle() -> Option<Sender<Job>> {
    IDLE.lock().pop()
}
