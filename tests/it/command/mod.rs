//! The command, run as a process: whole output where it is always the same,
//! claims where it is not.

#[cfg(unix)]
mod course;
mod doctor;
mod explore;
mod lab;
mod list;
mod manual;
mod play;
#[cfg(unix)]
mod python;
mod refused;
mod replay;
mod saved;
#[cfg(all(target_os = "linux", feature = "web"))]
mod serve;
#[cfg(target_os = "linux")]
mod server;
#[cfg(unix)]
mod stop;

use std::fmt;
use std::process::{Command, Output, Stdio};

/// The command with `words`, in an environment that says nothing.
pub(crate) fn workbench(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workbench"));
    command.args(words).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "WORKBENCH_PYTHON"] {
        command.env_remove(name);
    }
    command
}

/// What came of a run.
pub(crate) struct Ran {
    typed: String,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    code: Option<i32>,
}

pub(crate) fn run(words: &[&str]) -> Ran {
    ran(&mut workbench(words))
}

pub(crate) fn ran(command: &mut Command) -> Ran {
    let typed: Vec<_> = command.get_args().map(|it| it.display()).collect();
    let typed = typed.iter().map(|it| format!(" {it}")).collect();
    let Output { status, stdout, stderr } = command.output().unwrap();
    Ran {
        typed,
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
        code: status.code(),
    }
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ workbench{}", self.typed)?;
        f.write_str(&self.stdout)?;
        f.write_str(&self.stderr)?;
        match self.code {
            Some(0) => Ok(()),
            code => writeln!(f, "= {code:?}"),
        }
    }
}

impl Ran {
    /// Its output, if it did what it should and complained of nothing.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        self.ended(0)
    }

    /// Its output, if it ended with this exit code and complained of nothing.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> String {
        self.ended_in(&[code])
    }

    /// Its output, if it ended with one of these exit codes and complained of
    /// nothing.
    #[track_caller]
    pub(crate) fn ended_in(self, codes: &[i32]) -> String {
        assert!(self.code.is_some_and(|it| codes.contains(&it)), "{self}");
        assert_eq!(self.stderr, "", "{self}");
        self.stdout
    }

    /// Its one line of complaint: exit code 2, and nothing half written.
    #[track_caller]
    pub(crate) fn refusal(self) -> String {
        assert_eq!(self.code, Some(2), "{self}");
        assert_eq!(self.stdout, "", "{self}");
        let line = self.stderr.strip_suffix('\n').unwrap_or(&self.stderr);
        assert!(line.starts_with("error: "), "{self}");
        assert!(!line.contains(char::is_control), "{self}");
        line.to_owned()
    }
}

/// Compares with a file in `snapshots/`, whatever the times and lines are.
macro_rules! snapshot {
    ($ran:expr) => {
        insta::with_settings!({
            omit_expression => true,
            filters => vec![
                (r"\d+\.\d\d s", "0.00 s"),
                (r"\d+(\.\d)? (ms|µs|ns)\b", "0.00 s"),
                (r"demo\.rs:\d+", "demo.rs:LINE"),
                // Schedules, and what they are checked with.
                (r"@[\d,.x]*~[0-9a-f]{4}", "@TOKEN"),
            ],
        }, { insta::assert_snapshot!($ran.to_string()) })
    };
}
pub(crate) use snapshot;
