//! What a trace tells of sockets and of those that serve them.

use std::io::{self, Read, Write};
use std::net::Shutdown;

use workbench::net::client::Echo;
use workbench::net::model::{self, Model, Upper};
use workbench::net::protocol;
use workbench::net::server::{Mode, Server};
use workbench::net::{TcpListener, TcpStream, UdpSocket};
use workbench::thread;
use workbench::trace::{self, Event, Lane, LaneKind, State, Trace, What};

use crate::stress::must_end;

/// The lane of this name.
fn lane<'a>(trace: &'a Trace, name: &str) -> &'a Lane {
    let lane = trace.lanes.iter().find(|lane| lane.name == name);
    lane.unwrap_or_else(|| panic!("no {name}: {:?}", trace.lanes))
}

fn events<'a>(
    trace: &'a Trace,
    name: &str,
) -> impl Iterator<Item = &'a Event> + use<'a> {
    let id = lane(trace, name).id;
    trace.events.iter().filter(move |event| event.lane == id)
}

/// The states that a lane passes through, without those that it is in
/// already.
fn states(trace: &Trace, name: &str) -> Vec<State> {
    let states = events(trace, name).filter_map(|event| match event.what {
        What::State { state, .. } => Some(state),
        _ => None,
    });
    let mut states: Vec<_> = states.collect();
    states.dedup();
    states
}

fn named<T: Send + 'static>(
    name: &str,
    f: impl FnOnce() -> T + Send + 'static,
) -> thread::JoinHandle<T> {
    thread::Builder::new().name(name).spawn(f).unwrap()
}

/// Who wrote what each read of a lane came from.
fn writers(trace: &Trace, name: &str) -> Vec<String> {
    let gets = events(trace, name)
        .filter(|event| matches!(event.what, What::Get { .. }));
    let writer = |get: &Event| {
        let put =
            &trace.events[get.cause.expect("a read has a write") as usize];
        assert!(matches!(put.what, What::Put { .. }), "{put:?}");
        trace.lanes[put.lane as usize].name.clone()
    };
    gets.map(writer).collect()
}

/// Red if `Way::get` does not drop the writes that were read.
#[test]
fn what_is_read_points_to_the_write_that_its_last_byte_came_from() {
    must_end(|| {
        let ((), trace) = trace::record(|| {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let address = listener.local_addr().unwrap();
            let mut phone = TcpStream::connect(address).unwrap();
            let (mut line, _) = listener.accept().unwrap();
            let mut shared = phone.try_clone().unwrap();
            named("one", move || shared.write_all(b"abc").unwrap())
                .join()
                .unwrap();
            named("other", move || phone.write_all(b"def").unwrap())
                .join()
                .unwrap();
            named("reader", move || {
                for piece in [2, 1, 1, 2] {
                    line.read_exact(&mut vec![0; piece]).unwrap();
                }
            })
            .join()
            .unwrap();
        });
        assert_eq!(writers(&trace, "reader"), ["one", "one", "other", "other"]);
    });
}

#[test]
fn who_waits_for_the_other_side_is_in_io() {
    must_end(|| {
        let ((), trace) = trace::record(|| {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let address = listener.local_addr().unwrap();
            let server = named("server", move || {
                let (mut line, _) = listener.accept().unwrap();
                line.read_to_end(&mut Vec::new()).unwrap()
            });
            let mut phone = TcpStream::connect(address).unwrap();
            phone.write_all(b"hello").unwrap();
            phone.shutdown(Shutdown::Write).unwrap();
            assert_eq!(server.join().unwrap(), 5);
            let udp = UdpSocket::bind("127.0.0.1:0").unwrap().named("mail");
            udp.send_to(b"a letter", udp.local_addr().unwrap()).unwrap();
            assert_eq!(udp.recv_from(&mut [0; 100]).unwrap().0, 8);
        });
        assert!(states(&trace, "server").contains(&State::Io), "{trace:?}");
        let mail = trace.objects.iter().find(|it| it.name == "mail").unwrap();
        let about_mail = trace.events.iter().any(|event| {
            let io = State::Io;
            event.what == What::State { state: io, object: Some(mail.id) }
        });
        assert!(about_mail);
    });
}

/// Two callers of an echo with the library's own client.
fn two_callers(address: std::net::SocketAddr) {
    let callers = ["ada", "bob"].map(|name| {
        named(name, move || {
            let mut echo = Echo::connect(address).unwrap();
            assert_eq!(echo.ask(b"hello").unwrap(), b"HELLO");
        })
    });
    callers.into_iter().for_each(|caller| caller.join().unwrap());
}

fn record_server(mode: fn() -> Mode) -> Trace {
    let ((), trace) = trace::record(|| {
        let echo = protocol::Echo::default();
        let server = Server::tcp("127.0.0.1:0", echo).unwrap().mode(mode());
        let (address, stop) = (server.address(), server.stopper());
        let server = named("server", move || server.serve_forever());
        two_callers(address);
        stop.stop();
        server.join().unwrap().unwrap();
    });
    trace
}

#[test]
fn each_connection_of_a_server_has_a_lane() {
    must_end(|| {
        for mode in [Mode::iterative, || Mode::pool(1), Mode::threads] {
            let trace = record_server(mode);
            for name in ["connection-1", "connection-2"] {
                let states = states(&trace, name);
                assert!(states.contains(&State::Io), "{name}: {states:?}");
                assert_eq!(states.last(), Some(&State::Done), "{name}");
            }
            for name in ["ada", "bob"] {
                let [writer] = &writers(&trace, name)[..] else { panic!() };
                assert!(writer.starts_with("connection-"), "{writer}");
            }
        }
    });
}

/// Red if a worker does not act in the lane of the connection that it serves.
#[test]
fn connection_that_waits_for_a_worker_could_run() {
    must_end(|| {
        let trace = record_server(|| Mode::pool(1));
        let kind = lane(&trace, "connection-1").kind;
        assert_eq!(kind, LaneKind::Connection);
        assert_eq!(
            states(&trace, "connection-2")[..2],
            [State::Ready, State::Run]
        );
    });
}

#[test]
fn one_thread_that_serves_all_acts_in_the_lane_of_each() -> io::Result<()> {
    for kind in [Model::NonBlocking, Model::Select, Model::Poll, Model::Epoll] {
        let server = model::Server::bind("127.0.0.1:0", kind, Upper::new);
        let server = match server {
            Err(why) if why.kind() == io::ErrorKind::Unsupported => continue,
            server => server?,
        };
        let (address, stop) = (server.address(), server.stopper());
        let (ended, trace) = trace::record(|| {
            let server = named("server", move || server.serve_forever());
            two_callers(address);
            stop.stop();
            server.join().unwrap()
        });
        ended?;
        for name in ["connection-1", "connection-2"] {
            assert_eq!(lane(&trace, name).kind, LaneKind::Connection);
            let states = states(&trace, name);
            assert_eq!(states[0], State::Io, "{kind}");
            assert!(states.contains(&State::Run), "{kind}: {states:?}");
            assert_eq!(states.last(), Some(&State::Done), "{kind}");
        }
    }
    Ok(())
}

#[test]
#[should_panic(expected = "sockets are real only: a program that listens")]
fn explored_program_has_no_sockets() {
    workbench::explore::Explorer::new().check(|| {
        let _ = TcpListener::bind("127.0.0.1:0");
    });
}

#[test]
fn what_nobody_records_is_std_alone() {
    must_end(|| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap().named("door");
        let mut phone =
            TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        phone.set_nodelay(true).unwrap();
        let (mut line, peer) = listener.accept().unwrap();
        assert_eq!(peer, phone.local_addr().unwrap());
        phone.write_all(b"hello").unwrap();
        let mut heard = [0; 5];
        line.read_exact(&mut heard).unwrap();
        assert_eq!(&heard, b"hello");
    });
}
