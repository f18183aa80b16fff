use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use workbench::sync::{Event, Timer};

use super::{LONG, SHORT};

#[test]
fn fires_once_after_its_interval() {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = calls.clone();
    let mut timer = Timer::new(SHORT, move || {
        count.fetch_add(1, Relaxed);
    });
    let began = Instant::now();
    timer.start();
    timer.join().unwrap();
    assert!(began.elapsed() >= SHORT);
    assert_eq!(calls.load(Relaxed), 1);
}

#[test]
fn cancel_before_its_time_prevents_the_call() {
    let mut timer = Timer::new(LONG, || panic!("called although cancelled"));
    timer.start();
    assert!(timer.cancel());
    assert!(timer.cancel(), "twice is as once");
    timer.join().unwrap();
}

#[test]
fn cancel_before_the_start_prevents_the_call() {
    let mut timer = Timer::new(SHORT, || panic!("called although cancelled"));
    assert!(timer.cancel());
    timer.start();
    timer.join().unwrap();
}

#[test]
fn cancel_after_the_call_is_harmless() {
    let called = Arc::new(Event::new());
    let set = called.clone();
    let mut timer = Timer::new(SHORT, move || set.set());
    timer.start();
    assert!(called.wait_timeout(LONG));
    assert!(!timer.cancel());
    timer.join().unwrap();
}

#[test]
fn a_panic_in_the_call_is_joined_as_an_error() {
    let mut timer = Timer::new(SHORT, || panic!("in the call"));
    timer.start();
    assert!(timer.join().is_err());
}

#[test]
#[should_panic(expected = "a timer can be started once")]
fn a_second_start_panics() {
    let mut timer = Timer::new(SHORT, || {});
    timer.start();
    timer.start();
}

#[test]
#[should_panic(expected = "a timer is joined after its start")]
fn join_before_the_start_panics() {
    let _ = Timer::new(SHORT, || {}).join();
}
