//! What a handler is asked and told.

use workbench::net::server::serve_in_child;

use super::*;
use crate::process::child;
use crate::stress::must_end;

/// Notes what it is called for, and does what it is told by the caller.
#[derive(Default)]
struct Notes(Mutex<Vec<String>>);

impl Notes {
    fn note(&self, what: impl Into<String>) {
        self.0.lock().push(what.into());
    }

    fn told(&self) -> Vec<String> {
        self.0.lock().clone()
    }
}

impl Handler<Connection<TcpStream>> for Notes {
    fn verify_request(&self, _: &Connection<TcpStream>) -> bool {
        self.note("verify");
        true
    }

    fn setup(&self, _: &mut Connection<TcpStream>) -> io::Result<()> {
        self.note("setup");
        Ok(())
    }

    fn handle(&self, caller: &mut Connection<TcpStream>) -> io::Result<()> {
        let mut words = String::new();
        caller.read_to_string(&mut words)?;
        self.note(&words);
        match &*words {
            "fail" => Err(io::Error::other("no bread")),
            "panic" => panic!("on purpose"),
            _ => caller.write_all(b"ok"),
        }
    }

    fn finish(&self, _: &mut Connection<TcpStream>) -> io::Result<()> {
        self.note("finish");
        Ok(())
    }

    fn handle_error(&self, _: Option<&Peer>, fault: &Fault) {
        self.note(fault.to_string());
    }
}

/// What is noted when callers say these words, one after the other.
fn noted(mode: Mode, words: &[&str]) -> Vec<String> {
    let words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
    must_end(move || {
        let serving = Serving::start(tcp(Notes::default()).mode(mode));
        for words in words {
            let answer = ask_tcp(serving.server.address(), &words);
            assert_eq!(answer, if words == "well" { "ok" } else { "" });
            until(|| serving.server.live() == 0);
        }
        let server = serving.server.clone();
        serving.end().unwrap();
        server.handler().told()
    })
}

#[test]
fn request_is_verified_set_up_handled_and_finished() {
    for mode in [Mode::iterative(), Mode::threads(), Mode::pool(3)] {
        let told = noted(mode, &["well"]);
        assert_eq!(told, ["verify", "setup", "well", "finish"]);
    }
}

#[test]
fn handler_that_fails_or_panics_is_finished_and_the_server_lives() {
    for mode in [Mode::iterative(), Mode::threads(), Mode::pool(1)] {
        let told = noted(mode, &["fail", "panic", "well"]).join(", ");
        assert_eq!(
            told,
            "verify, setup, fail, finish, the handler failed: no bread, \
             verify, setup, panic, finish, the handler panicked: on purpose, \
             verify, setup, well, finish"
        );
    }
}

#[test]
fn request_that_is_not_verified_is_hung_up_on() {
    struct Nobody;
    impl Handler<Connection<TcpStream>> for Nobody {
        fn verify_request(&self, _: &Connection<TcpStream>) -> bool {
            false
        }

        fn handle(&self, _: &mut Connection<TcpStream>) -> io::Result<()> {
            panic!("nobody is served");
        }
    }
    must_end(|| {
        let serving = Serving::start(tcp(Nobody));
        let mut caller = TcpStream::connect(serving.server.address()).unwrap();
        assert_eq!(caller.read(&mut [0]).unwrap(), 0);
    });
}

#[test]
fn setup_that_fails_leaves_handle_out() {
    struct Refuses(Notes);
    impl Handler<Connection<TcpStream>> for Refuses {
        fn setup(&self, _: &mut Connection<TcpStream>) -> io::Result<()> {
            Err(io::Error::other("not today"))
        }

        fn handle(&self, _: &mut Connection<TcpStream>) -> io::Result<()> {
            self.0.note("handle");
            Ok(())
        }

        fn finish(&self, _: &mut Connection<TcpStream>) -> io::Result<()> {
            self.0.note("finish");
            Err(io::Error::other("nor tomorrow"))
        }

        fn handle_error(&self, peer: Option<&Peer>, fault: &Fault) {
            assert!(
                matches!(peer, Some(Peer::Inet(it)) if it.ip().is_loopback())
            );
            self.0.note(fault.to_string());
            panic!("what this does is its own affair");
        }
    }
    let server = tcp(Refuses(Notes::default()));
    let address = server.address();
    let asks = std::thread::spawn(move || ask_tcp(address, ""));
    assert!(server.handle_request(Some(DEADLINE)).unwrap());
    asks.join().unwrap();
    let told = server.handler().0.told();
    let failed = ["not today", "nor tomorrow"]
        .map(|why| format!("the handler failed: {why}"));
    assert_eq!(told, ["finish", &failed[0], &failed[1]]);
}

pub(super) static FAILS: Entry = Entry::new("fails-to-serve", |child| {
    serve_in_child::<Connection<TcpStream>>(child, &Notes::default())
});

#[test]
fn server_is_told_of_a_process_that_fails() {
    let mode = Mode::processes(|| child(&FAILS));
    let told = noted(mode, &["well", "fail", "panic"]);
    let failed = "its process ended with exit code 1";
    assert_eq!(told, ["verify", "verify", failed, "verify", failed]);
}

#[test]
fn service_actions_come_while_nothing_else_does() {
    #[derive(Default)]
    struct Actions(Mutex<u32>);
    impl Handler<Connection<TcpStream>> for Actions {
        fn handle(&self, _: &mut Connection<TcpStream>) -> io::Result<()> {
            Ok(())
        }

        fn service_actions(&self) {
            *self.0.lock() += 1;
        }
    }
    let server = tcp(Actions::default());
    let serving =
        Serving::start(server.poll_interval(Duration::from_millis(1)));
    until(|| *serving.server.handler().0.lock() > 3);
}
