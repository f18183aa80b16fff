//! Green sockets, on the loopback.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown};
use std::rc::Rc;
use std::time::Duration;

use workbench::coroutine::Killed;
use workbench::coroutine::green;
use workbench::coroutine::green::net::{TcpListener, TcpStream};

use super::Story;

const ANY: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 0);

fn shout(mut stream: TcpStream) -> io::Result<()> {
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    stream.write_all(text.to_uppercase().as_bytes())
}

#[test]
fn tasks_echo_to_each_other() {
    let listener = TcpListener::bind(ANY).unwrap();
    let addr = listener.local_addr().unwrap();
    let server = green::spawn(move || {
        for _ in 0..3 {
            let (stream, _) = listener.accept().unwrap();
            green::spawn(move || shout(stream).unwrap());
        }
    });
    let clients = ["one", "two", "three"].map(|word| {
        green::spawn(move || {
            let mut stream = TcpStream::connect(addr).unwrap();
            assert_eq!(stream.peer_addr().unwrap(), addr);
            stream.write_all(word.as_bytes()).unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            let mut reply = String::new();
            stream.read_to_string(&mut reply).unwrap();
            reply
        })
    });
    let replies = green::join_all(clients).into_iter().map(Result::unwrap);
    assert!(replies.eq(["ONE", "TWO", "THREE"]));
    server.join().unwrap();
}

/// The one that is served last was there first.
#[test]
fn a_slow_connection_holds_up_nobody() {
    let story = Story::default();
    let listener = TcpListener::bind(ANY).unwrap();
    let addr = listener.local_addr().unwrap();
    let slow = green::spawn({
        let story = story.clone();
        move || {
            let mut stream = TcpStream::connect(addr).unwrap();
            let mut one = [0];
            stream.read_exact(&mut one).unwrap();
            story.tell("slow");
        }
    });
    let (mut to_slow, _) = listener.accept().unwrap();
    let fast = green::spawn({
        let story = story.clone();
        move || {
            let mut stream = TcpStream::connect(addr).unwrap();
            let mut one = [0];
            stream.read_exact(&mut one).unwrap();
            story.tell("fast");
        }
    });
    let (mut to_fast, _) = listener.accept().unwrap();
    to_fast.write_all(b"!").unwrap();
    fast.join().unwrap();
    to_slow.write_all(b"!").unwrap();
    slow.join().unwrap();
    assert_eq!(story.take(), ["fast", "slow"]);
}

/// More than the system's buffers hold, both ways through one shared stream.
#[test]
fn a_full_buffer_suspends_the_writer() {
    const BYTES: usize = 8 << 20;
    let listener = TcpListener::bind(ANY).unwrap();
    let addr = listener.local_addr().unwrap();
    let echo = green::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        std::io::copy(&mut &stream, &mut &stream).unwrap()
    });
    let stream = Rc::new(TcpStream::connect(addr).unwrap());
    let writer = green::spawn({
        let stream = stream.clone();
        move || {
            (&*stream).write_all(&vec![7; BYTES]).unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
        }
    });
    let mut back = Vec::new();
    (&*stream).read_to_end(&mut back).unwrap();
    assert_eq!(back.len(), BYTES);
    writer.join().unwrap();
    assert_eq!(echo.join().unwrap(), BYTES as u64);
}

#[test]
fn nobody_listening_is_an_error() {
    let listener = TcpListener::bind(ANY).unwrap();
    let addr = listener.local_addr().unwrap();
    drop(listener);
    let task = green::spawn(move || TcpStream::connect(addr).map(drop));
    let why = task.join().unwrap().unwrap_err();
    assert_eq!(why.kind(), ErrorKind::ConnectionRefused);
}

#[test]
fn a_read_can_time_out_and_the_socket_goes_on() {
    let listener = TcpListener::bind(ANY).unwrap();
    let mut client =
        TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (mut server, _) = listener.accept().unwrap();
    let mut one = [0];
    let time = Duration::from_millis(5);
    let read = green::timeout(time, || client.read(&mut one).is_ok());
    assert_eq!(read, Err(green::TimedOut));
    server.write_all(b"!").unwrap();
    client.read_exact(&mut one).unwrap();
    assert_eq!(one, *b"!");
}

#[test]
fn a_task_in_accept_can_be_killed() {
    let listener = TcpListener::bind(ANY).unwrap();
    let task = green::spawn(move || listener.accept().is_ok());
    green::yield_now();
    task.kill();
    assert!(task.join().unwrap_err().is::<Killed>());
}
