//! Callers that are too many, too slow, or too talkative.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use super::*;
use crate::stress::must_end;

/// Waits for a letter; counts who is inside.
#[derive(Default)]
struct Inside {
    now: AtomicUsize,
    most: AtomicUsize,
    faults: Mutex<Vec<String>>,
}

impl Handler<Connection<TcpStream>> for Inside {
    fn handle(&self, caller: &mut Connection<TcpStream>) -> io::Result<()> {
        let now = self.now.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(now, SeqCst);
        let heard = caller.read_exact(&mut [0]);
        self.now.fetch_sub(1, SeqCst);
        heard?;
        caller.write_all(b"!")
    }

    fn handle_error(&self, _: Option<&Peer>, fault: &Fault) {
        self.faults.lock().push(fault.to_string());
    }
}

fn answered(mut caller: TcpStream) {
    caller.write_all(b"?").unwrap();
    let mut answer = String::new();
    caller.read_to_string(&mut answer).unwrap();
    assert_eq!(answer, "!");
}

#[test]
fn no_more_are_served_at_once_than_may_be_and_all_are_served() {
    must_end(|| {
        for mode in [Mode::threads(), Mode::pool(8)] {
            let server = tcp(Inside::default()).mode(mode).max_connections(3);
            let serving = Serving::start(server);
            let address = serving.server.address();
            let callers: Vec<_> =
                (0..10).map(|_| TcpStream::connect(address).unwrap()).collect();
            until(|| serving.server.handler().now.load(SeqCst) == 3);
            callers.into_iter().for_each(answered);
            assert_eq!(serving.server.handler().most.load(SeqCst), 3);
        }
    });
}

#[test]
fn pool_serves_as_many_at_once_as_it_has_workers() {
    must_end(|| {
        let server = tcp(Inside::default()).mode(Mode::pool(2));
        let serving = Serving::start(server);
        let address = serving.server.address();
        let callers: Vec<_> =
            (0..6).map(|_| TcpStream::connect(address).unwrap()).collect();
        until(|| serving.server.live() == 6);
        until(|| serving.server.handler().now.load(SeqCst) == 2);
        callers.into_iter().for_each(answered);
        assert_eq!(serving.server.handler().most.load(SeqCst), 2);
    });
}

#[test]
fn who_has_as_many_connections_as_a_peer_may_is_hung_up_on() {
    must_end(|| {
        let server = tcp(Inside::default()).mode(Mode::threads());
        let serving = Serving::start(server.max_per_peer(2));
        let address = serving.server.address();
        let first = [(); 2].map(|()| TcpStream::connect(address).unwrap());
        until(|| serving.server.live() == 2);
        let mut third = TcpStream::connect(address).unwrap();
        assert_eq!(third.read(&mut [0]).unwrap(), 0);
        first.into_iter().for_each(answered);
        until(|| serving.server.live() == 0);
        answered(TcpStream::connect(address).unwrap());
    });
}

/// std's timeouts are for a single read, and every one of these is in time.
#[test]
fn slow_drip_does_not_outlast_the_deadline() {
    struct Patient(Mutex<Vec<String>>);
    impl Handler<Connection<TcpStream>> for Patient {
        fn handle(&self, caller: &mut Connection<TcpStream>) -> io::Result<()> {
            caller.read_exact(&mut [0; 1_000_000])
        }

        fn handle_error(&self, _: Option<&Peer>, fault: &Fault) {
            self.0.lock().push(fault.to_string());
        }
    }
    must_end(|| {
        let server = tcp(Patient(Mutex::default()));
        let serving =
            Serving::start(server.request_timeout(Duration::from_millis(100)));
        let mut caller = TcpStream::connect(serving.server.address()).unwrap();
        let began = Instant::now();
        while caller.write_all(b"x").is_ok() && began.elapsed() < DEADLINE {
            workbench::thread::sleep(Duration::from_millis(5));
        }
        until(|| serving.server.live() == 0);
        let told = serving.server.handler().0.lock().join("\n");
        assert!(told.contains("took longer than it may"), "{told}");
    });
}

/// Red if `close` does not read what is left: the answer is taken back.
#[test]
fn answer_arrives_although_the_caller_has_said_more_than_was_read() {
    struct Curt;
    impl Handler<Connection<TcpStream>> for Curt {
        fn handle(&self, caller: &mut Connection<TcpStream>) -> io::Result<()> {
            caller.read_exact(&mut [0])?;
            caller.write_all(b"enough")
        }
    }
    must_end(|| {
        let serving = Serving::start(tcp(Curt).mode(Mode::threads()));
        for _ in 0..50 {
            let talk = "x".repeat(10_000);
            assert_eq!(ask_tcp(serving.server.address(), &talk), "enough");
        }
    });
}
