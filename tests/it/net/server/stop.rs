//! Stopping, closing, and serving once.

use std::net::{Shutdown, TcpStream};

use super::*;
use crate::stress::must_end;

#[test]
fn server_is_stopped_twenty_times_and_serves_again() {
    must_end(|| {
        let server = Arc::new(tcp(Shout).mode(Mode::threads()));
        for _ in 0..20 {
            let serving = server.clone();
            let thread = std::thread::spawn(move || serving.serve_forever());
            assert_eq!(ask_tcp(server.address(), "again"), "AGAIN");
            server.stopper().stop();
            thread.join().unwrap().unwrap();
        }
    });
}

#[test]
fn server_that_is_stopped_before_it_serves_does_not_begin() {
    must_end(|| {
        let server = tcp(Shout);
        server.stopper().stop();
        server.serve_forever().unwrap();
    });
}

#[test]
fn server_that_is_closed_at_once_leaves_nothing() {
    for _ in 0..1024 {
        let server = tcp(Shout).mode(Mode::pool(1));
        drop(server);
    }
}

#[test]
fn handler_may_stop_its_server() {
    struct Last(Mutex<Option<Stopper>>);
    impl Handler<Connection<TcpStream>> for Last {
        fn handle(&self, caller: &mut Connection<TcpStream>) -> io::Result<()> {
            self.0.lock().take().unwrap().stop();
            caller.write_all(b"that was all")
        }
    }
    must_end(|| {
        let server = tcp(Last(Mutex::new(None)));
        *server.handler().0.lock() = Some(server.stopper());
        let address = server.address();
        let asks = std::thread::spawn(move || ask_tcp(address, ""));
        server.serve_forever().unwrap();
        assert_eq!(asks.join().unwrap(), "that was all");
    });
}

#[test]
fn one_request_is_handled_and_the_time_may_be_over_first() {
    struct Notes(Mutex<u32>);
    impl Handler<Connection<TcpStream>> for Notes {
        fn handle(&self, caller: &mut Connection<TcpStream>) -> io::Result<()> {
            caller.write_all(b"well")
        }

        fn handle_timeout(&self) {
            *self.0.lock() += 1;
        }
    }
    let server = tcp(Notes(Mutex::new(0)));
    let soon = Some(Duration::from_millis(10));
    assert!(!server.handle_request(soon).unwrap());
    assert_eq!(*server.handler().0.lock(), 1);
    let address = server.address();
    let asks = std::thread::spawn(move || ask_tcp(address, ""));
    assert!(server.handle_request(Some(DEADLINE)).unwrap());
    assert_eq!(asks.join().unwrap(), "well");
    assert_eq!(*server.handler().0.lock(), 1);
}

#[test]
fn two_threads_do_not_serve_one_server() {
    let serving = Serving::start(tcp(Shout));
    assert_eq!(ask_tcp(serving.server.address(), "a"), "A");
    let why = serving.server.serve_forever().unwrap_err();
    assert!(why.to_string().contains("serves already"), "{why}");
}

/// Red if `end` does not cut: the caller never hangs up.
#[test]
fn connection_that_goes_on_is_cut_when_its_grace_is_over() {
    must_end(|| {
        let server = tcp(Shout).mode(Mode::threads());
        let serving = Serving::start(server.grace(Duration::from_millis(20)));
        let mut caller = TcpStream::connect(serving.server.address()).unwrap();
        caller.write_all(b"x").unwrap();
        caller.read_exact(&mut [0]).unwrap();
        serving.end().unwrap();
        assert_eq!(caller.read(&mut [0]).unwrap(), 0);
    });
}

/// What was accepted is served, also if the server is stopped meanwhile.
#[test]
fn request_that_was_begun_is_ended_within_its_grace() {
    must_end(|| {
        let serving = Serving::start(tcp(Shout).mode(Mode::threads()));
        let caller = TcpStream::connect(serving.server.address()).unwrap();
        (&caller).write_all(b"x").unwrap();
        (&caller).read_exact(&mut [0]).unwrap();
        serving.stopper.stop();
        let hang_up = || caller.shutdown(Shutdown::Write).unwrap();
        assert_eq!(ask(&caller, hang_up, "the rest"), "THE REST");
        serving.end().unwrap();
    });
}

#[test]
fn stopped_server_is_not_connected_to_once_it_is_dropped() {
    let serving = Serving::start(tcp(Shout));
    let address = serving.server.address();
    serving.end().unwrap();
    let refused = TcpStream::connect(address).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
}

#[test]
fn program_that_serves_cannot_be_explored() {
    use workbench::explore::Explorer;
    let report = Explorer::new().run(|| drop(tcp(Shout)));
    let failure = report.failure().unwrap();
    let why = "sockets are real only";
    assert!(failure.message().contains(why), "{}", failure.message());
}
