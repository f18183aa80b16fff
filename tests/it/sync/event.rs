use std::time::Instant;

use workbench::sync::Event;
use workbench::thread;

use super::{LONG, SHORT};

#[test]
fn all_waiters_pass_on_one_set() {
    let event = Event::new();
    thread::scope(|scope| {
        let wait = || event.wait_timeout(LONG);
        let waiters: Vec<_> = (0..5).map(|_| scope.spawn(wait)).collect();
        event.set();
        for waiter in waiters {
            assert!(waiter.join().unwrap());
        }
    });
}

// `whoever_waits_passes_although_clear_follows_at_once` is in `tests/loom`.

#[test]
fn is_set_at_once() {
    let event = Event::new();
    assert!(!event.is_set());
    event.set();
    assert!(event.is_set());
    event.set();
    assert!(event.is_set(), "twice is as once");
    event.clear();
    assert!(!event.is_set());
    event.clear();
    assert!(!event.is_set(), "twice is as once");
}

#[test]
fn wait_returns_at_once_while_set() {
    let event = Event::new();
    event.set();
    event.wait();
    assert!(event.wait_timeout(SHORT));
}

#[test]
fn wait_timeout_tells_which() {
    let event = Event::new();
    let began = Instant::now();
    assert!(!event.wait_timeout(SHORT));
    assert!(began.elapsed() >= SHORT);
    event.set();
    assert!(event.wait_timeout(SHORT));
    event.clear();
    assert!(!event.wait_timeout(SHORT), "cleared means waiting again");
}
