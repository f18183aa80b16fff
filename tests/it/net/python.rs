//! The other side, spoken by real Python.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

/// What Python 3 prints, given a program and its standard input; `None`, and
/// a line that says so, where there is no Python.
pub(super) fn python(program: &str, input: &[u8]) -> Option<Vec<u8>> {
    let mut python = start(program)?;
    let mut stdin = python.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // At once with reading, since either pipe may be full.
        scope.spawn(move || stdin.write_all(input));
        python.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "Python failed: {}", output.status);
    Some(output.stdout)
}

/// A Python that listens: its first line is its port.
pub(super) struct Listening {
    python: Child,
    pub(super) port: u16,
}

/// Starts one, if there is Python.
pub(super) fn listening(program: &str) -> Option<Listening> {
    let mut python = start(program)?;
    let mut line = String::new();
    BufReader::new(python.stdout.take().unwrap()).read_line(&mut line).unwrap();
    Some(Listening { python, port: line.trim().parse().unwrap() })
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.python.kill();
        let _ = self.python.wait();
    }
}

fn start(program: &str) -> Option<Child> {
    let named = std::env::var_os("WORKBENCH_PYTHON");
    let python = Command::new(named.unwrap_or("python3".into()))
        .args(["-I", "-u", "-X", "utf8", "-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    python.inspect_err(|_| skipped()).ok()
}

#[expect(clippy::print_stderr, reason = "who runs the tests is to know")]
fn skipped() {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    eprintln!("{test} skipped: no Python 3 (apt-get install python3)");
}
