//! What is asked for is bounded, with a clear word.

use std::io::{Read, Write};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::{answer, serve};

#[test]
fn parameters_out_of_bounds_are_refused_with_the_bounds() {
    let server = serve();
    for (wish, word) in [
        (r#"{"lab":"locks","variant":"locked","threads":5000}"#, "2 to 1000"),
        (r#"{"lab":"locks","variant":"locked","threads":1}"#, "2 to 1000"),
        (r#"{"lab":"event","variant":"ready","threads":2}"#, "variant"),
        (r#"{"lab":"deadlock","variant":"broken","threads":2}"#, "the same"),
        (r#"{"lab":"locks","variant":"lokced"}"#, "did you mean 'locked'?"),
        (r#"{"lab":"lokcs","variant":"locked"}"#, "did you mean 'locks'?"),
        (r#"{"lab":"--save=/tmp/x","variant":"locked"}"#, "no lab named"),
        (r#"{"lab":"locks","variant":"--save=/tmp/x"}"#, "no variant"),
        (r#"{"lab":"locks","variant":"locked","speed":0.001}"#, "0.01 to 100"),
        (r#"{"lab":"locks","variant":"locked","speed":1e9}"#, "0.01 to 100"),
    ] {
        let why = server.post("/api/runs", wish).refusal(422);
        assert!(why.contains(word), "{wish}: {why}");
    }
    for wish in [
        "",
        "{",
        "[]",
        "null",
        r#"{"lab":"locks"}"#,
        r#"{"lab":"locks","variant":"locked","threads":-3}"#,
        r#"{"lab":"locks","variant":"locked","threads":1.5}"#,
        r#"{"lab":"locks","variant":"locked","threads":"3"}"#,
        r#"{"lab":"locks","variant":"locked","seed":-1}"#,
        r#"{"lab":"locks","variant":"locked","words":["x"]}"#,
    ] {
        let why = server.post("/api/runs", wish).refusal(400);
        assert!(why.contains("cannot be read"), "{wish}: {why}");
    }
    assert!(server.children().is_empty());
    server.good();
}

#[test]
fn large_bodies_are_refused() {
    let server = serve();
    let large = format!("\"{}\"", "x".repeat(1 << 20));
    for path in ["/api/runs", "/api/explore", "/api/games"] {
        let why = server.post(path, &large).refusal(413);
        assert!(why.contains("too large"), "{why}");
    }
    server.good();
}

#[test]
fn large_headers_are_refused() {
    let server = serve();
    let mut headers = server.usual();
    headers.push(("X-Large", "x".repeat(1 << 20)));
    let answer = server.ask_with("GET /", &headers, b"");
    assert_eq!(answer.status, 431);
    let mut headers = server.usual();
    headers.extend((0..1000).map(|_| ("X-Many", "x".to_owned())));
    assert_eq!(server.ask_with("GET /", &headers, b"").status, 431);
    server.good();
}

#[test]
fn what_is_no_http_is_survived() {
    let server = serve();
    for bytes in [
        &b"\0\xff\xfe\r\n\r\n"[..],
        b"GET",
        b"\r\n\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ] {
        let mut stream = server.connect();
        stream.write_all(bytes).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said);
        assert!(!said.starts_with(b"HTTP/1.1 200"), "{bytes:?}");
    }
    server.good();
}

#[test]
fn thousand_requests_at_once_are_answered() {
    const MANY: usize = 1000;
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let current = maximum.map_or(8192, |it| it.min(8192));
    let limit = Rlimit { current: Some(current), maximum };
    setrlimit(Resource::Nofile, limit).unwrap();
    let server = serve();
    let send = |n: usize| {
        let path = if n.is_multiple_of(2) { "/" } else { "/api/runs" };
        server.send(&format!("GET {path}"), &server.usual(), b"")
    };
    // All are open before the first is read.
    let all: Vec<_> = (0..MANY).map(send).collect();
    for stream in all {
        assert_eq!(answer(stream).status, 200);
    }
    server.good();
}

#[test]
fn third_run_has_to_wait() {
    let server = serve();
    let (one, other) = (server.run_for_long(), server.run_for_long());
    let (_one, _other) = (server.watch(one), server.watch(other));
    let wish = r#"{"lab":"deadlock","variant":"broken","speed":0.05}"#;
    let why = server.post("/api/runs", wish).refusal(429);
    assert!(why.contains("two runs go on already"), "{why}");
    let why = server.post("/api/explore", r#"{"name":"flags"}"#).refusal(429);
    assert!(why.contains("two runs go on already"), "{why}");
    assert_eq!(server.delete(&format!("/api/runs/{one}")).status, 204);
    super::until(|| !server.goes_on(one));
    let third = server.run(wish);
    assert_eq!(server.watch(third).end()["why"], serde_json::Value::Null);
    server.good();
}

#[test]
fn child_has_only_so_much_memory() {
    let server = serve();
    let run = server.run_for_long();
    let mut watched = server.watch(run);
    watched.until("live");
    let [child] = server.children()[..] else { panic!() };
    let limits = std::fs::read_to_string(format!("/proc/{child}/limits"));
    let limits = limits.unwrap();
    let data = limits.lines().find(|it| it.starts_with("Max data size"));
    let most: u64 =
        data.unwrap().split_whitespace().nth(3).unwrap().parse().unwrap();
    assert!(most < 2 << 30, "{limits}");
    server.good();
}
