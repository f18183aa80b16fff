//! `--model`: the same echo server in seven ways.

use std::fs;
use std::io::{Read, Write};

use workbench::net::model::{self, Model, Upper};

use super::*;
use crate::again::{alone, name_of};
use crate::descriptors;

/// An echo server of this model, if the system has it.
#[expect(clippy::print_stderr, reason = "who runs the tests is to know")]
fn modelled(model: Model) -> Option<Server> {
    match model::Server::bind("127.0.0.1:0", model, Upper::new) {
        Ok(_) => Some(server(&["echo", "--model", model.name()])),
        Err(why) => {
            eprintln!("{model} skipped: {why}");
            None
        }
    }
}

#[test]
fn every_model_answers_and_ends_cleanly() {
    for server in Model::ALL.into_iter().filter_map(modelled) {
        let answer = client(&["echo", &server.address, "hello", "you"]);
        assert_eq!(answer, "HELLO YOU\n");
        server.good();
    }
}

/// Of 1,024 descriptors that select has, a server needs some for itself.
#[test]
fn every_model_serves_a_thousand_at_once() {
    const CALLERS: u64 = 1000;
    if !descriptors::allow(CALLERS + 200) {
        return;
    }
    for server in Model::ALL.into_iter().filter_map(modelled) {
        let callers: Vec<_> = (0..CALLERS).map(|_| server.caller()).collect();
        for _ in 0..2 {
            callers.iter().for_each(echoed);
        }
        server.good();
    }
}

/// Red if whoever is refused takes the server, or others, along.
#[test]
fn select_refuses_the_1025th_descriptor_and_the_others_go_on() {
    if !descriptors::allow(1200) {
        return;
    }
    let server = modelled(Model::Select).unwrap();
    let mut callers = vec![server.caller()];
    while is_served(callers.last().unwrap()) {
        callers.push(server.caller());
    }
    callers.pop(); // it was hung up on
    assert!((1000..1024).contains(&callers.len()), "{}", callers.len());
    callers.iter().for_each(echoed);

    callers.pop(); // whoever goes makes room
    let mut last = server.caller();
    while !is_served(&last) {
        last = server.caller();
    }
    let (complaint, code) = server.end(Signal::TERM);
    assert_eq!(
        complaint,
        "warning: no connection was accepted: descriptor 1024 cannot be \
         registered with select: select takes 0 to 1023 only; use poll or \
         epoll\n"
    );
    assert_eq!(code, Some(0));
}

/// Whether a caller is answered, and not hung up on.
fn is_served(mut caller: &TcpStream) -> bool {
    let _ = caller.write_all(b"x");
    caller.read_exact(&mut [0]).is_ok()
}

/// In a process of its own, lest others want descriptors meanwhile.
#[test]
fn ten_thousand_idle_callers_take_less_than_100_mb() {
    const IDLE: u64 = 10_000;
    let test = name_of!(ten_thousand_idle_callers_take_less_than_100_mb);
    alone(test, || {
        if !descriptors::allow(IDLE + 200) {
            return;
        }
        for server in [Model::Epoll, Model::Uring].map(modelled) {
            let Some(server) = server else { continue };
            let idle: Vec<_> = (0..IDLE).map(|_| server.caller()).collect();
            let active: Vec<_> = (0..8).map(|_| server.caller()).collect();
            for _ in 0..10 {
                active.iter().for_each(echoed);
            }
            let memory = resident(server.pid());
            assert!(memory < 100_000_000, "{memory} bytes");
            // They were idle, and not forgotten.
            idle.iter().step_by(1000).for_each(echoed);
            server.good();
        }
    });
}

/// Bytes of memory that a process has.
fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    let kibibytes = line.unwrap().trim().strip_suffix(" kB").unwrap();
    kibibytes.parse::<u64>().unwrap() * 1024
}
