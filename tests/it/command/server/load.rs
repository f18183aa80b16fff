//! `workbench load`: what it finds out about a server, and what it refuses.

use serde_json::Value;

use super::super::{Ran, run, snapshot};
use super::*;

fn echo() -> Server {
    server(&["echo", "--model", "poll"])
}

fn load(server: &Server, words: &[&str]) -> Ran {
    run(&[&["load", &*server.address], words].concat())
}

fn of_json(line: &str) -> Value {
    serde_json::from_str(line.strip_suffix('\n').unwrap()).unwrap()
}

#[test]
fn load_is_told_in_words() {
    let server = echo();
    let pid = server.pid().to_string();
    let words = ["--requests", "500", "--idle", "3", "--pid", &pid];
    let told = load(&server, &words).good();
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines[0], "8 connections and 3 idle, 64 bytes, 500 requests");
    for (line, begin) in lines[1..].iter().zip([
        "requests  500 answered in ",
        "latency   p50 ",
        "errors    none",
        "load      CPU ",
        "server    CPU ",
        "closed loop: whoever is answered asks again.",
    ]) {
        assert!(line.starts_with(begin), "{told}");
    }
    assert!(lines[5].contains("MB, ") && lines[5].ends_with(" threads"));
    server.good();
}

#[test]
fn load_is_told_in_json() {
    let server = echo();
    let pid = server.pid().to_string();
    let words = [
        "--json",
        "--requests",
        "100",
        "--rate",
        "10000",
        "--connections",
        "2",
        "--pid",
        &pid,
    ];
    let told = of_json(&load(&server, &words).good());
    assert_eq!(told["loop"], "open", "{told}");
    for (name, value) in [
        ("connections", 2),
        ("answered", 100),
        ("unanswered", 0),
        ("wrong", 0),
        ("lost_connections", 0),
    ] {
        assert_eq!(told[name], value, "{told}");
    }
    let latency = |name| told["latency_us"][name].as_f64().unwrap();
    let all = ["p50", "p90", "p99", "p99.9", "max"].map(latency);
    assert!(all[0] > 0.0 && all.is_sorted(), "{told}");
    assert!(told["server"]["cpu_s"].as_f64() > Some(0.0), "{told}");
    server.good();
}

#[test]
fn loop_with_a_rate_is_not_told_to_be_closed() {
    let server = echo();
    let words = ["--requests", "10", "--rate", "1000"];
    let told = load(&server, &words).good();
    assert!(told.contains(", 1000 a second are due\n"), "{told}");
    assert!(!told.contains("closed loop"), "{told}");
    server.good();
}

/// Until it is interrupted, or the server is killed, it would go on for an
/// hour.
#[test]
fn ctrl_c_and_the_servers_death_end_it_with_what_was_measured() {
    for is_killed in [false, true] {
        let server = echo();
        let pid = server.pid().to_string();
        let words = ["load", &server.address, "--seconds", "3600", "--json"];
        let loading =
            start(workbench(&[&words[..], &["--pid", &pid]].concat()));
        // It has asked: the server has had something to do.
        let before = super::exhausted::ticks(server.pid());
        crate::net::server::until(|| {
            super::exhausted::ticks(server.pid()) > before
        });
        match is_killed {
            true => drop(server.end(Signal::KILL)),
            false => loading.send(Signal::INT),
        }
        let (told, complaint, code) = loading.end();
        assert_eq!((&*complaint, code), ("", Some(is_killed.into())));
        let told = of_json(&told);
        assert!(told["answered"].as_u64() > Some(0), "{told}");
        let lost = if is_killed { 8 } else { 0 };
        assert_eq!(told["lost_connections"], lost, "{told}");
        assert_eq!(told["server"].is_null(), is_killed, "{told}");
    }
}

#[test]
fn loads_that_cannot_be_are_refused() {
    snapshot!(refused::refusals(&[
        &["load"],
        &["load", "localhost"],
        &["load", "127.0.0.1:1"],
        &["load", "127.0.0.1:1", "--connections", "0"],
        &["load", "127.0.0.1:1", "--requests", "-1"],
        &["load", "127.0.0.1:1", "--requests", "1", "--seconds", "1"],
        &["load", "127.0.0.1:1", "--seconds", "0"],
        &["load", "127.0.0.1:1", "--size", "many"],
        &["load", "127.0.0.1:1", "--pipeline", "10001"],
        &["load", "127.0.0.1:1", "--rate", "0"],
        &["load", "127.0.0.1:1", "--rate", "nan"],
        &["load", "127.0.0.1:1", "--idle", "1.5"],
        &["load", "127.0.0.1:1", "--threads", "0"],
        &["load", "127.0.0.1:1", "--pid", "2147483647"],
    ]));
}

#[test]
fn more_connections_than_descriptors_are_refused() {
    let mut shell = Command::new("sh");
    let load = workbench(&["load", "127.0.0.1:1", "--idle", "100"]);
    shell.args(["-c", "ulimit -n 100; exec \"$@\"", "sh"]);
    shell.arg(load.get_program()).args(load.get_args());
    let refusal = super::super::ran(&mut shell).refusal();
    assert_eq!(
        refusal,
        "error: 108 connections need 145 descriptors, and this process may \
         have 100; try fewer, or 'ulimit -n 145' as root"
    );
}
