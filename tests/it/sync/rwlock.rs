use std::time::Instant;

use workbench::sync::{Barrier, RwLock};
use workbench::thread;

use super::{LONG, SHORT, elsewhere};

#[test]
fn readers_are_inside_together() {
    const READERS: usize = 4;
    let lock = RwLock::new(7);
    let inside = Barrier::new(READERS);
    thread::scope(|scope| {
        for _ in 0..READERS {
            scope.spawn(|| {
                let value = lock.read_timeout(LONG).unwrap();
                inside.wait_timeout(LONG).expect("all are inside");
                assert_eq!(*value, 7);
            });
        }
    });
}

#[test]
fn a_writer_is_alone() {
    let lock = RwLock::new(0);
    let mut value = lock.write();
    assert!(elsewhere(|| lock.try_read().is_none()));
    assert!(elsewhere(|| lock.try_write().is_none()));
    *value = 1;
    drop(value);
    assert_eq!(lock.try_read().as_deref(), Some(&1));
}

#[test]
fn a_reader_keeps_writers_out() {
    let lock = RwLock::new(0);
    let value = lock.read();
    assert!(elsewhere(|| lock.try_write().is_none()));
    assert!(elsewhere(|| lock.try_read().is_some()));
    drop(value);
    assert!(elsewhere(|| lock.write_timeout(LONG).is_some()));
    assert!(!lock.is_locked());
}

#[test]
fn timeouts_are_none_not_before_their_time() {
    let lock = RwLock::new(0);
    let _value = lock.write();
    let began = Instant::now();
    assert!(elsewhere(|| lock.read_timeout(SHORT).is_none()));
    assert!(elsewhere(|| lock.write_timeout(SHORT).is_none()));
    assert!(began.elapsed() >= SHORT * 2);
}
