//! One server in seven ways: each does what the others do.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use workbench::explore::Explorer;
use workbench::net::model::{Model, Server, Session, Upper};
use workbench::net::server::Stopper;

use crate::stress::must_end;

/// Far more than anything here takes: it only ever fails.
const DEADLINE: Duration = Duration::from_secs(60);

/// Serves until it is dropped.
struct Serving {
    address: SocketAddr,
    stopper: Stopper,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Serving {
    fn start<S: Session>(
        model: Model,
        session: impl Fn() -> S + Send + Sync + 'static,
    ) -> Option<Self> {
        let server = match Server::bind("127.0.0.1:0", model, session) {
            Ok(server) => Arc::new(server),
            Err(why) if why.kind() == io::ErrorKind::Unsupported => {
                say(format!("{model} skipped: {why}"));
                return None;
            }
            Err(why) => panic!("{why}"),
        };
        let (address, stopper) = (server.address(), server.stopper());
        let thread = std::thread::spawn(move || server.serve_forever());
        Some(Self { address, stopper, thread: Some(thread) })
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.stopper.stop();
        let ended = self.thread.take().unwrap().join();
        assert!(std::thread::panicking() || ended.unwrap().is_ok());
    }
}

/// In each model that this system has.
fn in_every_model(test: impl Fn(&Serving) + Copy + Send + 'static) {
    for model in Model::ALL {
        must_end(move || {
            if let Some(serving) = Serving::start(model, Upper::new) {
                say(format!("in the model {model}"));
                test(&serving);
            }
        });
    }
}

#[expect(clippy::print_stderr, reason = "who runs the tests is to know")]
fn say(words: String) {
    eprintln!("{words}");
}

fn exchange(mut stream: &TcpStream, words: &str) {
    stream.write_all(words.as_bytes()).unwrap();
    let mut answer = vec![0; words.len()];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(answer, words.to_uppercase().as_bytes());
}

#[test]
fn words_come_back_in_upper_case() {
    in_every_model(|serving| {
        let stream = serving.connect();
        for words in ["hello", "how are you?", "x", "bye"] {
            exchange(&stream, words);
        }
    });
}

#[test]
fn whoever_hangs_up_on_one_side_gets_the_rest_and_the_end() {
    in_every_model(|serving| {
        let mut stream = serving.connect();
        stream.write_all(b"the rest").unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert_eq!(answer, "THE REST");
    });
}

#[test]
fn many_talk_at_once_and_nobody_hears_another() {
    in_every_model(|serving| {
        let streams: Vec<_> = (0..100).map(|_| serving.connect()).collect();
        for round in 0..5 {
            for (number, mut stream) in streams.iter().enumerate() {
                let words = format!("{number} in round {round}, ");
                stream.write_all(words.as_bytes()).unwrap();
            }
        }
        for (number, mut stream) in streams.iter().enumerate() {
            let all: String = (0..5)
                .map(|round| format!("{number} IN ROUND {round}, "))
                .collect();
            let mut answer = vec![0; all.len()];
            stream.read_exact(&mut answer).unwrap();
            assert_eq!(String::from_utf8(answer).unwrap(), all);
        }
    });
}

/// More than any buffer holds, to somebody who reads only later: the server
/// stops to listen, and to others it goes on.
#[test]
fn whoever_does_not_read_is_not_listened_to_and_loses_nothing() {
    in_every_model(|serving| {
        const BYTES: usize = 20 << 20;
        let busy = serving.connect();
        let mut writer = busy.try_clone().unwrap();
        let writes = std::thread::spawn(move || {
            writer.write_all(&vec![b'x'; BYTES]).unwrap();
            writer.shutdown(Shutdown::Write).unwrap();
        });
        let other = serving.connect();
        for _ in 0..20 {
            exchange(&other, "are you there?");
        }
        let mut answer = Vec::new();
        (&busy).read_to_end(&mut answer).unwrap();
        assert_eq!(answer.len(), BYTES);
        assert!(answer.iter().all(|byte| *byte == b'X'));
        writes.join().unwrap();
    });
}

#[test]
fn callers_that_go_without_a_word_leave_the_server_alive() {
    in_every_model(|serving| {
        for round in 0..200 {
            let mut stream = serving.connect();
            stream.write_all(b"good-bye").unwrap();
            if round % 2 == 0 {
                // What is unread is answered with a reset.
                drop(stream);
            }
        }
        exchange(&serving.connect(), "still there?");
    });
}

#[test]
fn server_is_stopped_while_others_talk_and_hangs_up() {
    for model in Model::ALL {
        must_end(move || {
            let Some(serving) = Serving::start(model, Upper::new) else {
                return;
            };
            let mut stream = serving.connect();
            exchange(&stream, "hello");
            let mut silent = serving.connect();
            exchange(&silent, "x");
            drop(serving);
            for stream in [&mut stream, &mut silent] {
                let end = stream.read(&mut [0]);
                assert!(matches!(end, Ok(0) | Err(_)), "{model}: {end:?}");
            }
        });
    }
}

#[test]
fn server_that_is_stopped_before_it_serves_does_not_begin_and_may_serve_again()
{
    for model in Model::ALL {
        must_end(move || {
            let server = Server::bind("127.0.0.1:0", model, Upper::new);
            let Ok(server) = server else { return };
            for _ in 0..5 {
                server.stopper().stop();
                server.serve_forever().unwrap();
            }
        });
    }
}

/// A session sees bytes in whatever pieces, and keeps what it needs.
#[test]
fn each_connection_has_a_session_of_its_own() {
    struct Counts(u64);
    impl Session for Counts {
        fn receive(&mut self, bytes: &[u8], answer: &mut Vec<u8>) {
            for _ in bytes {
                self.0 += 1;
                answer.extend(self.0.to_le_bytes());
            }
        }
    }
    for model in Model::ALL {
        must_end(move || {
            let Some(serving) = Serving::start(model, || Counts(0)) else {
                return;
            };
            let mut streams = [serving.connect(), serving.connect()];
            for expected in 1..=10u64 {
                for stream in &mut streams {
                    stream.write_all(b"?").unwrap();
                    let mut count = [0; 8];
                    stream.read_exact(&mut count).unwrap();
                    assert_eq!(u64::from_le_bytes(count), expected);
                }
            }
        });
    }
}

#[test]
fn models_have_names_and_others_are_refused() {
    for model in Model::ALL {
        assert_eq!(model.to_string().parse(), Ok(model));
    }
    let why = "epol".parse::<Model>().unwrap_err().to_string();
    assert_eq!(
        why,
        "no model is named 'epol'; there are blocking, nonblocking, select, \
         poll, epoll, sigio, uring"
    );
}

#[test]
fn server_cannot_be_explored() {
    let report = Explorer::new().run(|| {
        drop(Server::bind("127.0.0.1:0", Model::Poll, Upper::new));
    });
    let message = report.failure().unwrap().message();
    assert!(message.contains("sockets are real only"), "{message}");
}
