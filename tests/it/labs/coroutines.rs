//! `generator`, `greenlet` and `gevent`.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use super::{in_order, number_before, run, told};
use crate::command::{self, snapshot};

#[test]
fn each_of_five_productions_is_answered_200_ok() {
    let chapter = told("generator").chapter("answers");
    let words = (1..=5).flat_map(|n| {
        let answer = "the consumer answers 200 OK".to_owned();
        [format!("producing {n}"), format!("consuming {n}"), answer]
    });
    let words: Vec<_> = words.collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    in_order(chapter, &words);
}

#[test]
fn generator_tells_the_same_every_time() {
    let words = ["lab", "generator", "--speed", "0.01", "--view", "text"];
    snapshot!(run(&words));
}

#[test]
fn greenlets_print_12_56_34_78() {
    snapshot!(run(&["lab", "greenlet", "--view", "text"]));
}

/// Drawn by steps, which are the same every time: one thread, no sleep.
#[test]
fn switches_of_greenlets_are_drawn_in_turn() {
    let words = ["--variant", "switch", "--view", "timeline"];
    snapshot!(run(&[&["lab", "greenlet"], &words[..]].concat()));
}

#[test]
fn green_tasks_take_the_longest_time_and_not_the_sum() {
    let gevent = told("gevent");
    let green = gevent.chapter("green");
    in_order(green, &["GET", "GET", "GET", "bytes", "bytes", "bytes"]);
    let longest = number_before(green, " s: as long as the longest");
    let alone = gevent.chapter("one-by-one");
    let sum = number_before(alone, " s: the sum");
    // 1.5 of 3.1, and something for a busy machine.
    assert!(longest < 0.8 * sum, "{longest} of {sum}");
}

#[test]
fn blocking_socket_makes_green_tasks_take_the_sum() {
    let gevent = told("gevent");
    let turns = ["GET", "bytes", "GET", "bytes", "GET", "bytes"];
    for variant in ["one-by-one", "blocking"] {
        in_order(gevent.chapter(variant), &turns);
    }
    let blocking = gevent.chapter("blocking");
    let sum = number_before(blocking, " s: the sum again");
    let longest = number_before(gevent.chapter("green"), " s: as long as");
    assert!(longest < 0.8 * sum, "{longest} of {sum}");
}

/// The addresses of the command line are fetched, over real sockets.
#[test]
fn pages_that_are_asked_for_are_fetched() {
    let server = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = server.local_addr().unwrap();
    let serve = thread::spawn(move || {
        let mut asked = Vec::new();
        for _ in 0..2 {
            let mut stream = server.accept().unwrap().0;
            let mut request = [0; 512];
            let length = stream.read(&mut request).unwrap();
            asked
                .push(String::from_utf8_lossy(&request[..length]).into_owned());
            let answer = b"HTTP/1.0 200 OK\r\n\r\n12345";
            stream.write_all(answer).unwrap();
        }
        asked
    });
    let pages = ["a", "b"].map(|page| format!("http://{address}/{page}"));
    let words = ["lab", "gevent", &pages[0], &pages[1], "--variant", "green"];
    let told = command::run(&words).good();
    for page in &pages {
        assert!(told.contains(&format!("5 bytes from {page}")), "{told}");
    }
    let mut asked = serve.join().unwrap();
    asked.sort();
    assert!(asked[0].starts_with("GET /a HTTP/1.0\r\n"), "{asked:?}");
    assert!(asked[1].starts_with("GET /b HTTP/1.0\r\n"), "{asked:?}");
}
