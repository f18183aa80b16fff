//! What a wake-up costs beside those who are silent.

use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::thread;
use std::time::{Duration, Instant};

use workbench::net::selector::{Events, Interest, Kind, Selector};

/// How long it takes to be told of one who speaks, beside so many who do not.
///
/// On a thread of std, which no trace shows: to be recorded costs time too.
pub(super) fn wake_up(kind: Kind, silent: usize, rounds: u32) -> Duration {
    let measure = move || {
        let mut selector: Selector<OwnedFd> = Selector::of_kind(kind).unwrap();
        for _ in 0..silent {
            // One descriptor each, and nobody to write to it.
            let socket = UnixDatagram::unbound().unwrap();
            selector.register(socket.into(), Interest::Read, ()).unwrap();
        }
        let (mut here, mut there) = UnixStream::pair().unwrap();
        let watched = there.try_clone().unwrap();
        selector.register(watched.into(), Interest::Read, ()).unwrap();
        let mut events = Events::new();
        let mut round = || {
            here.write_all(b"!").unwrap();
            let start = Instant::now();
            selector.select(&mut events, None).unwrap();
            let took = start.elapsed();
            assert_eq!(events.len(), 1);
            there.read_exact(&mut [0]).unwrap();
            took
        };
        round();
        (0..rounds).map(|_| round()).sum::<Duration>() / rounds
    };
    thread::spawn(measure).join().unwrap()
}
