//! `workbench book`: what the binary carries, if the book was built before it.

use std::io::Write;
use std::net::{TcpListener, TcpStream};

use rustix::process::Signal;

use super::{Answer, answer};
use crate::command::stop::start;
use crate::command::{run, workbench};

/// Why it does not serve at a port that is taken: it looks for its pages
/// before it listens.
fn refusal() -> String {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    run(&["book", "--port", &port]).refusal()
}

fn is_inside() -> bool {
    refusal().contains("it is in use")
}

fn get(address: &str, path: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
    answer(stream)
}

#[test]
fn missing_book_is_told_with_what_to_type() {
    let refusal = refusal();
    let is_told = ["'bash book/build'", "'cargo install --path .'"]
        .iter()
        .all(|words| refusal.contains(words));
    assert!(is_told || refusal.contains("it is in use"), "{refusal}");
}

#[test]
fn pages_are_served_in_both_languages_until_a_signal_comes() {
    if !is_inside() {
        return skipped();
    }
    let mut book = start(workbench(&["book", "--port", "0"]));
    let url = book.read_until("open http://");
    let address = url.trim_end_matches('/');
    for (path, words) in [
        ("/", "Introduction"),
        ("/deadlock.html", "Deadlock"),
        ("/zh-CN/", "引言"),
        ("/zh-CN/deadlock.html", "死锁"),
    ] {
        let page = get(address, path);
        assert_eq!(page.status, 200, "{path}: {page}");
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert!(page.text().contains(words), "{path}: {page}");
    }
    for path in ["/nowhere.html", "/../Cargo.toml", "/zh-CN/../../book.toml"] {
        assert_eq!(get(address, path).status, 404, "{path}");
    }
    book.send(Signal::TERM);
    assert_eq!(book.end(), (String::new(), String::new(), Some(0)));
}

#[expect(clippy::print_stderr, reason = "who runs the tests is to know")]
fn skipped() {
    eprintln!("skipped: there is no book (bash book/build)");
}

#[test]
fn lab_has_its_chapter_beside_it() {
    let server = super::serve();
    let cards = server.get("/api/labs").json();
    let labs = cards["labs"].as_array().unwrap();
    let chapters = labs.iter().filter_map(|it| it["chapter"].as_str());
    let chapters: Vec<_> = chapters.collect();
    if is_inside() {
        assert!(chapters.contains(&"locks.html"), "{chapters:?}");
    }
    for chapter in chapters {
        let path = format!("/book/{chapter}");
        let page = server.get(&path);
        assert_eq!(page.status, 200, "{path}: {page}");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        let stranger = server.usual_but("Cookie", None);
        let refused = server.ask_with(&format!("GET {path}"), &stranger, b"");
        assert_eq!(refused.status, 403, "{path}");
    }
    assert_eq!(server.get("/book/../Cargo.toml").status, 404);
    server.good();
}
