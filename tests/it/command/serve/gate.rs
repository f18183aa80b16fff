//! Who is let in.

use std::net::{TcpStream, UdpSocket};

use super::{Server, serve};

/// Begins a run, which only its own page may.
const WISH: &[u8] = br#"{"lab":"threads","variant":"functions"}"#;

/// Whether a run can be started with these headers.
fn starts(server: &Server, headers: &[(&str, String)]) -> u16 {
    let answer = server.ask_with("POST /api/runs", headers, WISH);
    answer.status
}

#[test]
fn address_with_the_token_becomes_a_cookie_without_it() {
    let server = serve();
    let host = [("Host", format!("127.0.0.1:{}", server.port))];
    let line = format!("GET /?token={}", server.token);
    let answer = server.ask_with(&line, &host, b"");
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), Some("/"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let cookie = answer.header("set-cookie").unwrap();
    for word in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let [host] = host;
    let page = server.ask_with("GET /", &[host, ("Cookie", cookie)], b"");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("app.js"));
    assert!(!page.text().contains(&server.token));
    server.good();
}

#[test]
fn nothing_is_there_without_the_token() {
    let server = serve();
    let headers = server.usual_but("Cookie", None);
    for path in ["/", "/app.js", "/api/labs", "/api/runs", "/nothing"] {
        let answer = server.ask_with(&format!("GET {path}"), &headers, b"");
        assert_eq!(answer.status, 403, "{path}");
        assert!(!answer.text().contains(&server.token));
    }
    let name = format!("workbench-{}", server.port);
    let short = &server.token[1..];
    let other = server.token.replace(|it: char| it != '0', "0");
    for token in ["", short, &other, &format!("{}0", server.token)] {
        let cookie = format!("{name}={token}");
        let headers = server.usual_but("Cookie", Some(&cookie));
        assert_eq!(starts(&server, &headers), 403, "{cookie}");
        let line = format!("GET /?token={token}");
        let answer = server.ask_with(&line, &headers, b"");
        assert_eq!(answer.status, 403, "{line}");
    }
    assert!(server.children().is_empty());
    server.good();
}

#[test]
fn every_server_has_a_token_of_its_own() {
    let (one, other) = (serve(), serve());
    assert_ne!(one.token, other.token);
    assert_eq!(one.token.len(), 32);
}

#[test]
fn name_that_was_pointed_here_is_refused() {
    let server = serve();
    let port = server.port;
    for host in [
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        "127.0.0.1".to_owned(),
        "127.0.0.1:1".to_owned(),
        format!("127.0.0.2:{port}"),
        String::new(),
    ] {
        let headers = server.usual_but("Host", Some(&host));
        let answer = server.ask_with("GET /api/labs", &headers, b"");
        assert_eq!(answer.status, 403, "{host}");
    }
    let headers = server.usual_but("Host", None);
    let answer = server.ask_with("GET /api/labs", &headers, b"");
    assert_eq!(answer.status, 403);
    let local = format!("localhost:{port}");
    let headers = server.usual_but("Host", Some(&local));
    assert_eq!(server.ask_with("GET /api/labs", &headers, b"").status, 200);
    server.good();
}

#[test]
fn two_hosts_are_none() {
    let server = serve();
    let mut headers = server.usual();
    headers.push(("Host", "evil.example".to_owned()));
    let answer = server.ask_with("GET /api/labs", &headers, b"");
    assert!(matches!(answer.status, 400 | 403), "{answer}");
    server.good();
}

#[test]
fn other_pages_start_nothing() {
    let server = serve();
    let port = server.port;
    for origin in [
        "http://evil.example".to_owned(),
        "null".to_owned(),
        "http://127.0.0.1".to_owned(),
        format!("https://127.0.0.1:{port}"),
        format!("http://127.0.0.1:{port}.evil.example"),
        format!("http://127.0.0.1:{}", port ^ 1),
        String::new(),
    ] {
        let headers = server.usual_but("Origin", Some(&origin));
        assert_eq!(starts(&server, &headers), 403, "{origin}");
        let answer = server.ask_with("GET /api/runs", &headers, b"");
        assert_eq!(answer.status, 403, "{origin}");
    }
    let headers = server.usual_but("Origin", None);
    assert_eq!(starts(&server, &headers), 403);
    // A form can send a body of these kinds, and no other.
    for kind in ["text/plain", "application/x-www-form-urlencoded"] {
        let headers = server.usual_but("Content-Type", Some(kind));
        assert_eq!(starts(&server, &headers), 415, "{kind}");
    }
    assert!(server.children().is_empty());
    server.good();
}

#[test]
fn nothing_runs_from_a_get() {
    let server = serve();
    for line in [
        "GET /api/explore",
        "GET /api/games",
        "GET /api/open",
        "GET /api/games/1",
        "HEAD /api/explore",
        "PUT /api/runs",
    ] {
        let answer = server.ask_with(line, &server.usual(), WISH);
        assert_eq!(answer.status, 405, "{line}");
    }
    let answer = server.ask_with("GET /api/runs", &server.usual(), WISH);
    assert_eq!(answer.json().as_array().unwrap().len(), 0);
    assert!(server.children().is_empty());
    server.good();
}

#[test]
fn every_answer_says_what_a_page_may_do() {
    let server = serve();
    let closed = server.ask_with("GET /", &[], b"");
    let answers = [
        server.get("/"),
        server.get("/app.js"),
        server.get("/api/labs"),
        server.get("/nothing"),
        server.post("/api/runs", "{"),
        closed,
    ];
    for answer in answers {
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none';"), "{answer}");
        assert!(!policy.contains("unsafe"), "{answer}");
        let sniff = answer.header("x-content-type-options");
        assert_eq!(sniff, Some("nosniff"), "{answer}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    server.good();
}

#[test]
fn paths_lead_to_no_other_file() {
    let server = serve();
    for path in [
        "/../Cargo.toml",
        "/page/../../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "//etc/passwd",
        "/etc/passwd",
        "/page",
        "/page/",
        "/app.js/",
        "/app.js%00",
        "/./app.js",
        "/api/runs/1/../../../Cargo.toml",
        "/api/runs/1/run.json",
        "/api/runs/x/stream",
        "/api/runs/-1/stream",
        "/api/runs/99999999999999999999/run.svg",
        "/api/runs/1/..%2f..%2fCargo.toml",
    ] {
        let answer = server.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {answer}");
        assert!(!answer.text().contains("[package]"), "{path}");
    }
    server.good();
}

#[test]
fn only_this_machine_is_listened_to() {
    let server = serve();
    // The address by which others know this machine, if they do.
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    if socket.connect("192.0.2.1:9").is_ok() {
        let ours = socket.local_addr().unwrap().ip();
        if !ours.is_loopback() {
            let refused = TcpStream::connect((ours, server.port));
            assert!(refused.is_err(), "{ours}");
        }
    }
    let sockets = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let listening = format!(":{:04X} 00000000:0000 0A", server.port);
    let line = sockets.lines().find(|it| it.contains(&listening)).unwrap();
    assert!(line.contains("0100007F:"), "{line}");
    server.good();
}
