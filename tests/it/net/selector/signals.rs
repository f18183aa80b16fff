//! A signal interrupts the system call, and nobody notices.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Instant;

use nix::sys::pthread::{Pthread, pthread_kill, pthread_self};
use nix::sys::signal::Signal;
use workbench::thread::{self, JoinHandle};

use super::kinds::for_every_kind;
use super::*;
use crate::asleep::until_asleep;

for_every_kind! {
    interruption_is_no_end
    interruptions_do_not_shorten_a_timeout
}

/// A thread that waits in a select, and its end of the socket.
struct Waits {
    thread: JoinHandle<(usize, Duration)>,
    native: Pthread,
    signal: Signal,
    handled: Arc<AtomicBool>,
}

impl Waits {
    fn start(kind: Kind, timeout: Option<Duration>) -> (Self, UnixStream) {
        // Each its own, since these tests run at once.
        let signal = match (kind, timeout) {
            (Kind::Select, None) => Signal::SIGUSR1,
            (Kind::Select, _) => Signal::SIGUSR2,
            (Kind::Poll, None) => Signal::SIGURG,
            (Kind::Poll, _) => Signal::SIGWINCH,
            (Kind::Epoll, None) => Signal::SIGIO,
            (Kind::Epoll, _) => Signal::SIGALRM,
        };
        let handled = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(signal as i32, handled.clone()).unwrap();
        let mut selector = sockets(kind);
        let (one, other) = pair();
        selector.register(one, Interest::Read, "").unwrap();
        let (tell, told) = mpsc::channel();
        let thread = thread::spawn(move || {
            tell.send(pthread_self()).unwrap();
            let mut events = Events::new();
            let begin = Instant::now();
            selector.select(&mut events, timeout).unwrap();
            (events.len(), begin.elapsed())
        });
        let native = told.recv().unwrap();
        (Self { thread, native, signal, handled }, other)
    }

    /// Interrupts it while it waits, and returns when it has noticed.
    fn interrupt(&self) {
        until_asleep(self.thread.thread());
        self.handled.store(false, Ordering::Relaxed);
        pthread_kill(self.native, self.signal).unwrap();
        while !self.handled.load(Ordering::Relaxed) {
            thread::yield_now();
        }
    }
}

fn interruption_is_no_end(kind: Kind) {
    let (waits, other) = Waits::start(kind, None);
    for _ in 0..5 {
        waits.interrupt();
    }
    until_asleep(waits.thread.thread());
    put(&other, b'x');
    assert_eq!(waits.thread.join().unwrap().0, 1);
}

fn interruptions_do_not_shorten_a_timeout(kind: Kind) {
    let time = Duration::from_millis(300);
    let (waits, _other) = Waits::start(kind, Some(time));
    let begin = Instant::now();
    while begin.elapsed() < time / 2 {
        waits.interrupt();
    }
    let (found, waited) = waits.thread.join().unwrap();
    assert_eq!(found, 0);
    assert!(waited >= time);
}
