//! How it begins, and how it ends.

use std::net::TcpListener;

use rustix::process::Signal;

use super::{parent, serve, until};
use crate::command::run;

#[test]
fn port_in_use_is_refused_with_what_to_type() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let refusal = run(&["serve", "--port", &port]).refusal();
    let why = format!("port {port}: it is in use");
    assert!(refusal.contains(&why), "{refusal}");
    assert!(refusal.contains("'--port 0'"), "{refusal}");
}

#[test]
fn ports_that_are_none_are_refused() {
    for port in ["-1", "65536", "x", ""] {
        let refusal = run(&["serve", "--port", port]).refusal();
        assert!(refusal.contains("--port"), "{refusal}");
    }
}

/// A signal ends it, with a run and a game going on and watched.
fn signal_ends_it(signal: Signal) {
    let server = serve();
    let mut watched = server.watch(server.run_for_long());
    watched.until("live");
    let game = server.post("/api/games", r#"{"name":"flags"}"#);
    assert_eq!(game.status, 201);
    let children = server.children();
    assert_eq!(children.len(), 2);
    server.end(signal);
    assert_eq!(watched.end()["why"], "the server has ended it");
    for child in children {
        until(|| parent(child).is_none());
    }
}

#[test]
fn ctrl_c_ends_it_with_its_children() {
    signal_ends_it(Signal::INT);
}

#[test]
fn request_to_end_ends_it_with_its_children() {
    signal_ends_it(Signal::TERM);
}

#[test]
fn children_end_even_if_it_is_killed() {
    let server = serve();
    let mut watched = server.watch(server.run_for_long());
    watched.until("live");
    let children = server.children();
    assert_eq!(children.len(), 1);
    server.running.as_ref().unwrap().send(Signal::KILL);
    until(|| parent(children[0]).is_none());
}
