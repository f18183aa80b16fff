//! Files of traces that are opened.

use std::io::Write;

use super::{Answer, Server, answer, serve};
use crate::command::run;

/// A file that `workbench lab` has kept: several runs.
fn saved() -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.json");
    let words = ["--speed", "0.05", "--save", path.to_str().unwrap()];
    run(&[&["lab", "deadlock"], &words[..]].concat()).good();
    std::fs::read_to_string(path).unwrap()
}

fn open(server: &Server, file: &[u8]) -> Answer {
    server.ask_with("POST /api/open", &server.usual(), file)
}

#[test]
fn saved_file_is_opened_and_kept_as_it_was() {
    let server = serve();
    let file = saved();
    let answer = open(&server, file.as_bytes());
    assert_eq!(answer.status, 200, "{answer}");
    let opened = answer.json();
    assert_eq!(
        (&opened["lab"], &opened["runs"]),
        (&"deadlock".into(), &3.into())
    );
    let id = &opened["id"];
    assert_eq!(server.get(&format!("/api/runs/{id}/run.json")).text(), file);
    assert_eq!(server.get(&format!("/api/runs/{id}/run.svg")).status, 200);
    server.good();
}

#[test]
fn files_that_are_no_trace_are_refused_with_the_line() {
    let server = serve();
    let file = saved();
    let half = &file[..file.len() / 2];
    let at_a_line = &half[..=half.rfind('\n').unwrap()];
    let other = file.replacen("workbench-trace/1", "workbench-trace/9", 1);
    let corrupt = file.replacen("\"lane\":0", "\"lane\":77", 1);
    for (file, word) in [
        ("", "it is empty"),
        ("{}", "line 1"),
        ("<svg/>", "line 1"),
        (half, "line "),
        (at_a_line, "it is cut"),
        (&other, "the format is 'workbench-trace/9'"),
        (&corrupt, "there is no lane 77"),
    ] {
        let why = open(&server, file.as_bytes()).refusal(422);
        assert!(why.contains("no trace that can be read"), "{why}");
        assert!(why.contains(word), "{why}");
    }
    let why = open(&server, b"{\"run\":\n\xff\xfe").refusal(422);
    assert!(why.contains("line 2 is not UTF-8"), "{why}");
    assert_eq!(server.get("/api/runs").json().as_array().unwrap().len(), 0);
    server.good();
}

#[test]
fn file_that_is_too_large_is_refused_before_it_is_read() {
    let server = serve();
    let mut stream = server.connect();
    let mut head = "POST /api/open HTTP/1.0\r\n".to_owned();
    for (name, value) in server.usual() {
        head += &format!("{name}: {value}\r\n");
    }
    // Two gigabytes, of which none comes.
    head += "Content-Length: 2147483648\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let why = answer(stream).refusal(413);
    assert!(why.contains("larger than 64 MB"), "{why}");
    server.good();
}
