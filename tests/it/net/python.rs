//! The other side, spoken by real Python.

use std::io::Write;
use std::process::{Command, Stdio};

/// What Python 3 prints, given a program and its standard input; `None`, and
/// a line that says so, where there is no Python.
pub(super) fn python(program: &str, input: &[u8]) -> Option<Vec<u8>> {
    let named = std::env::var_os("WORKBENCH_PYTHON");
    let spawned = Command::new(named.unwrap_or("python3".into()))
        .args(["-I", "-X", "utf8", "-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut python) = spawned else {
        skipped();
        return None;
    };
    let mut stdin = python.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // At once with reading, since either pipe may be full.
        scope.spawn(move || stdin.write_all(input));
        python.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "Python failed: {}", output.status);
    Some(output.stdout)
}

#[expect(clippy::print_stderr, reason = "who runs the tests is to know")]
fn skipped() {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    eprintln!("{test} skipped: no Python 3 (apt-get install python3)");
}
