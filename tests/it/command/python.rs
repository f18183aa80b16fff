//! `--vs python`, with a Python that does as the test wants.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::{Pid, Signal, test_kill_process};

use super::stop::start;
use super::{ran, run, workbench};

/// A program that says that it is Python 3.99.0, and then does `deed`.
fn python(folder: &Path, deed: &str) -> PathBuf {
    let path = folder.join("python");
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *_is_gil_enabled*)\n  \
         echo 3.99.0; echo True; exit;;\nesac\n{deed}\n"
    );
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

const WORDS: [&str; 8] = [
    "lab",
    "deadlock",
    "--variant",
    "broken",
    "--view",
    "text",
    "--vs",
    "python",
];

fn beside(python: &Path) -> Command {
    let mut command = workbench(&WORDS);
    command.env("WORKBENCH_PYTHON", python);
    command
}

#[test]
fn program_gets_speed_threads_and_seed() {
    let folder = tempfile::tempdir().unwrap();
    let deed = "shift 6; echo \"$*\"";
    let python = python(folder.path(), deed);
    let mut command = workbench(&["lab", "locks", "--variant", "atomic"]);
    command.args(["--vs", "python", "--speed", "0.5", "--threads", "3"]);
    command.args(["--seed", "11"]).env("WORKBENCH_PYTHON", python);
    let story = ran(&mut command).good();
    let python = story.split("Python 3.99.0 does the same:\n").nth(1).unwrap();
    assert!(python.starts_with("   0.5 3 11\n"), "{story}");
}

#[test]
fn program_that_fails_is_told_with_its_last_line() {
    let folder = tempfile::tempdir().unwrap();
    let deed = "echo Traceback >&2; echo NameError: x >&2; exit 1";
    let ran = ran(&mut beside(&python(folder.path(), deed)));
    assert_eq!(ran.code, Some(4), "{ran}");
    assert_eq!(
        ran.stderr,
        "error: the Python program of lab 'deadlock' failed: exit status: 1: \
         NameError: x\n"
    );
}

#[test]
fn ctrl_c_ends_the_program_too() {
    let folder = tempfile::tempdir().unwrap();
    let deed = "echo \"I am $$\"; exec sleep 1000";
    let mut story = start(beside(&python(folder.path(), deed)));
    let pid = story.read_until("I am ").parse().unwrap();
    story.send(Signal::INT);
    let (said, complaint, code) = story.end();
    assert_eq!((said.as_str(), complaint.as_str()), ("", ""));
    assert_eq!(code, Some(130));
    let pid = Pid::from_raw(pid).unwrap();
    assert!(test_kill_process(pid).is_err(), "the program lives on");
}

#[test]
fn missing_python_is_told_before_anything_runs() {
    let line = ran(workbench(&WORDS).env("PATH", "")).refusal();
    assert_eq!(
        line,
        "error: --vs python needs Python 3, and there is none on the PATH; \
         install it (apt-get install python3) or set WORKBENCH_PYTHON"
    );
}

#[test]
fn program_named_that_is_no_python_is_refused() {
    for name in ["/absent", "true", "cat"] {
        let mut command = workbench(&WORDS);
        let line = ran(command.env("WORKBENCH_PYTHON", name)).refusal();
        let start = format!("error: WORKBENCH_PYTHON is '{name}'");
        assert!(line.starts_with(&start), "{line}");
    }
}

#[test]
fn modules_of_the_folder_do_not_take_the_place_of_pythons() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("threading.py"), "raise SystemExit(9)")
        .unwrap();
    let probe = run(&WORDS);
    if probe.stderr.contains("there is none on the PATH") {
        return;
    }
    ran(workbench(&WORDS).current_dir(folder.path())).good();
}
