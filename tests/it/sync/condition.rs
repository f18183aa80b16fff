//! Python's `Condition` is here a `Condvar` and the `Mutex` it is used with.

use std::time::Instant;

use workbench::sync::{Condvar, Mutex};
use workbench::thread;

use super::{LONG, SHORT, elsewhere};

/// Waiters that come one after the other, and say so.
#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    turn: Condvar,
    /// Notified when `state` changes.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Waiters that have come. Who counts itself here has the lock, and
    /// gives it up by waiting: so whoever reads it knows that they wait.
    came: usize,
    /// Waiters that were woken, in that order.
    woken: Vec<usize>,
}

impl Queue {
    fn wait(&self, name: usize) {
        let mut state = self.state.lock();
        state.came += 1;
        self.changed.notify_all();
        assert!(!self.turn.wait_timeout(&mut state, LONG).timed_out());
        state.woken.push(name);
        self.changed.notify_all();
    }

    fn until(&self, mut reached: impl FnMut(&State) -> bool) -> Vec<usize> {
        let mut state = self.state.lock();
        let wait =
            self.changed.wait_while_timeout(&mut state, |s| !reached(s), LONG);
        assert!(!wait.timed_out());
        state.woken.clone()
    }
}

/// Runs `then` while `waiters` wait in the order of their names.
fn with_waiters(waiters: usize, then: impl FnOnce(&Queue)) {
    let queue = Queue::default();
    thread::scope(|scope| {
        let queue = &queue;
        for name in 0..waiters {
            scope.spawn(move || queue.wait(name));
            queue.until(|state| state.came == name + 1);
        }
        then(queue);
    });
}

#[test]
fn wait_gives_up_the_lock_and_takes_it_back() {
    let (mutex, condvar) = (Mutex::new(0), Condvar::new());
    thread::scope(|scope| {
        let mut value = mutex.lock();
        scope.spawn(|| {
            *mutex.lock() = 1; // only while the other waits
            condvar.notify_one();
        });
        let is_0 = |value: &mut i32| *value == 0;
        let wait = condvar.wait_while_timeout(&mut value, is_0, LONG);
        assert!(!wait.timed_out());
        assert!(elsewhere(|| mutex.try_lock().is_none()), "has it back");
    });
}

#[test]
fn notify_wakes_at_most_n_and_waiters_in_order() {
    with_waiters(5, |queue| {
        assert_eq!(queue.turn.notify(2), 2);
        let mut woken = queue.until(|state| state.woken.len() >= 2);
        woken.sort_unstable(); // these two race for the lock
        assert_eq!(woken, [0, 1]);
        for name in 2..5 {
            assert!(queue.turn.notify_one());
            let woken = queue.until(|state| state.woken.len() > name);
            assert_eq!(woken[2..], (2..=name).collect::<Vec<_>>());
        }
        assert_eq!(queue.turn.notify(3), 0, "nobody is left");
    });
}

#[test]
fn notify_all_wakes_everybody() {
    with_waiters(4, |queue| {
        assert_eq!(queue.turn.notify_all(), 4);
        queue.until(|state| state.woken.len() == 4);
    });
}

#[test]
fn notify_with_nobody_waiting_is_lost() {
    let (mutex, condvar) = (Mutex::new(()), Condvar::new());
    assert!(!condvar.notify_one());
    assert_eq!(condvar.notify_all(), 0);
    let mut guard = mutex.lock();
    assert!(
        condvar.wait_timeout(&mut guard, SHORT).timed_out(),
        "a notification before the wait was kept"
    );
}

#[test]
fn wait_timeout_is_over_not_before_its_time_and_takes_the_lock_back() {
    let (mutex, condvar) = (Mutex::new(()), Condvar::new());
    let mut guard = mutex.lock();
    let began = Instant::now();
    assert!(condvar.wait_timeout(&mut guard, SHORT).timed_out());
    assert!(began.elapsed() >= SHORT);
    assert!(elsewhere(|| mutex.try_lock().is_none()));
}

#[test]
fn wait_while_looks_again_after_every_notification() {
    let (mutex, condvar) = (Mutex::new(0), Condvar::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..4 {
                *mutex.lock() += 1;
                condvar.notify_all();
            }
        });
        let mut value = mutex.lock();
        condvar.wait_while(&mut value, |value| *value < 4);
        assert_eq!(*value, 4);
    });
}

#[test]
fn wait_while_with_a_timeout_tells_the_last_value() {
    let (mutex, condvar) = (Mutex::new(0), Condvar::new());
    let mut value = mutex.lock();
    let mut looks = 0;
    let never = |_: &mut i32| {
        looks += 1;
        true
    };
    let wait = condvar.wait_while_timeout(&mut value, never, SHORT);
    assert!(wait.timed_out());
    assert_eq!(looks, 2, "before and after the wait");
    let wait = condvar.wait_while_timeout(&mut value, |v| *v != 0, SHORT);
    assert!(!wait.timed_out(), "holds at once");
}
