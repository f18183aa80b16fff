//! `workbench serve`, asked over raw HTTP: what is let in, what is run, and
//! what it survives.

mod book;
mod games;
mod gate;
mod limits;
mod runs;
mod stop;
mod traces;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::Value;
use workbench::thread;

use super::stop::{Running, start};
use super::workbench;

/// Long enough for any machine: it only ever fails.
const DEADLINE: Duration = Duration::from_secs(60);

/// A server, which is killed if its test fails.
struct Server {
    /// Until it ends.
    running: Option<Running>,
    port: u16,
    token: String,
    _home: tempfile::TempDir,
}

/// What a request was answered.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

fn serve() -> Server {
    let home = tempfile::tempdir().unwrap();
    let mut command = workbench(&["serve", "--port", "0"]);
    command.env("WORKBENCH_HOME", home.path());
    let mut running = start(command);
    let url = running.read_until("open http://127.0.0.1:");
    let (port, token) = url.split_once("/?token=").unwrap();
    let (port, token) = (port.parse().unwrap(), token.to_owned());
    Server { running: Some(running), port, token, _home: home }
}

impl Server {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream
    }

    fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The headers of a browser that was let in.
    fn usual(&self) -> Vec<(&'static str, String)> {
        let cookie = format!("workbench-{}={}", self.port, self.token);
        vec![
            ("Host", format!("127.0.0.1:{}", self.port)),
            ("Origin", self.origin()),
            ("Cookie", cookie),
            ("Content-Type", "application/json".to_owned()),
        ]
    }

    /// The same, but one of them is this, or missing.
    fn usual_but(
        &self,
        name: &'static str,
        value: Option<&str>,
    ) -> Vec<(&'static str, String)> {
        let mut headers = self.usual();
        headers.retain(|(it, _)| *it != name);
        headers.extend(value.map(|it| (name, it.to_owned())));
        headers
    }

    /// Sends a request whose answer ends with its connection.
    fn send(
        &self,
        line: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> TcpStream {
        let mut stream = self.connect();
        let mut head = format!("{line} HTTP/1.0\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        // A server that refuses may not read all of it.
        let _ = stream.write_all(head.as_bytes());
        let _ = stream.write_all(body);
        stream
    }

    fn ask_with(
        &self,
        line: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> Answer {
        answer(self.send(line, headers, body))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask_with(&format!("GET {path}"), &self.usual(), b"")
    }

    fn delete(&self, path: &str) -> Answer {
        self.ask_with(&format!("DELETE {path}"), &self.usual(), b"")
    }

    fn post(&self, path: &str, body: &str) -> Answer {
        self.ask_with(&format!("POST {path}"), &self.usual(), body.as_bytes())
    }

    /// Starts a lab; its number.
    fn run(&self, wish: &str) -> u64 {
        let answer = self.post("/api/runs", wish);
        assert_eq!(answer.status, 201, "{answer}");
        answer.json()["id"].as_u64().unwrap()
    }

    /// One that takes long: as long as the page allows.
    fn run_for_long(&self) -> u64 {
        self.run(r#"{"lab":"threads","variant":"functions","speed":50}"#)
    }

    fn watch(&self, run: u64) -> Watched {
        let line = format!("GET /api/runs/{run}/stream");
        let stream = self.send(&line, &self.usual(), b"");
        Watched(BufReader::new(stream))
    }

    /// Whether a run goes on.
    fn goes_on(&self, run: u64) -> bool {
        let runs = self.get("/api/runs").json();
        let mut runs = runs.as_array().unwrap().iter();
        runs.any(|it| it["id"] == run && it["goes_on"] == true)
    }

    fn pid(&self) -> u32 {
        self.running.as_ref().unwrap().pid()
    }

    /// Its children: the labs and games that go on.
    fn children(&self) -> Vec<u32> {
        let all = std::fs::read_dir("/proc").unwrap();
        let pids =
            all.filter_map(|it| it.unwrap().file_name().into_string().ok());
        pids.filter_map(|it| it.parse().ok())
            .filter(|pid| parent(*pid) == Some(self.pid()))
            .collect()
    }

    /// Ends it with `signal`; it has complained of nothing.
    #[track_caller]
    fn end(mut self, signal: Signal) {
        let running = self.running.take().unwrap();
        running.send(signal);
        let ended = running.end();
        assert_eq!(ended, (String::new(), String::new(), Some(0)));
    }

    /// Shows that it still answers, and ends it.
    #[track_caller]
    fn good(self) {
        assert_eq!(self.get("/").status, 200);
        self.end(Signal::TERM);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.send(Signal::KILL);
        }
    }
}

/// The process that started this one, unless that one has ended.
fn parent(pid: u32) -> Option<u32> {
    let about = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, after) = about.rsplit_once(") ")?;
    let mut words = after.split(' ');
    (words.next()? != "Z").then(|| words.next()?.parse().ok())?
}

/// Waits until it is so.
#[track_caller]
fn until(mut so: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !so() {
        assert!(Instant::now() < deadline, "it is not so");
        thread::sleep(Duration::from_millis(5));
    }
}

fn answer(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A refusal may be followed by a reset.
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| {
        panic!("no answer: {:?}", String::from_utf8_lossy(&bytes))
    });
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body: bytes[end + 4..].to_vec() }
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|it| it.split_once(": "));
        lines.find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1)
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    #[track_caller]
    fn json(&self) -> Value {
        let json = serde_json::from_slice(&self.body);
        json.unwrap_or_else(|why| panic!("{why}: {self}"))
    }

    /// Why it was refused.
    #[track_caller]
    fn refusal(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{self}");
        self.json()["error"].as_str().unwrap().to_owned()
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{}", self.head, String::from_utf8_lossy(&self.body))
    }
}

/// A stream of a run.
struct Watched(BufReader<TcpStream>);

impl Watched {
    /// Reads up to the first event of this name; its data.
    #[track_caller]
    fn until(&mut self, event: &str) -> String {
        let wanted = format!("event: {event}");
        let mut seen = String::new();
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "no {event} in:\n{seen}");
            if line.trim_end() == wanted {
                return self.data();
            }
            seen += &line;
        }
    }

    fn data(&mut self) -> String {
        let mut data = String::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).unwrap();
            match line.strip_prefix("data: ") {
                Some(line) => data += line,
                None => return data,
            }
        }
    }

    /// How it ended.
    #[track_caller]
    fn end(&mut self) -> Value {
        serde_json::from_str(&self.until("end")).unwrap()
    }
}
