//! What a trace says of an execution that the explorer has found.

use std::sync::Arc;

use workbench::explore::Explorer;
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicI64, Ordering};
use workbench::thread;
use workbench::trace::{State, Trace, What};

/// The states in which a lane did something that another one can see.
fn states_of_acts(trace: &Trace) -> Vec<State> {
    let mut now = vec![State::Ready; trace.lanes.len()];
    let mut acts = Vec::new();
    for event in &trace.events {
        let lane = event.lane as usize;
        match event.what {
            What::State { state, .. } => now[lane] = state,
            What::Read { .. } | What::Write { .. } | What::Release { .. } => {
                acts.push(now[lane]);
            }
            _ => {}
        }
    }
    acts
}

/// Red if a task that had to wait is not said to run when it goes on.
#[test]
fn who_acts_is_running() {
    let report = Explorer::new().run(|| {
        let left = Arc::new(AtomicI64::new(2).named("left"));
        let door = Arc::new(Mutex::new(()).named("door"));
        let takers = [(); 2].map(|()| {
            let (left, door) = (left.clone(), door.clone());
            thread::spawn(move || {
                let seen = left.load(Ordering::SeqCst);
                drop(door.lock());
                left.store(seen - 1, Ordering::SeqCst);
            })
        });
        takers.into_iter().for_each(|taker| taker.join().unwrap());
        assert_eq!(left.load(Ordering::SeqCst), 0);
    });
    let failure = report.failure().expect("an update is lost");
    let acts = states_of_acts(failure.trace());
    assert!(acts.len() >= 7, "{acts:?}");
    assert!(acts.iter().all(|it| *it == State::Run), "{acts:?}");
}
