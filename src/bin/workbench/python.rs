//! Python 3, for `--vs python`.

use std::ffi::{OsStr, OsString};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::child;
use crate::labs::{self, Lab, Story};
use crate::output::Usage;
use crate::screen::Screen;

/// Names Python 3 where it is not on the PATH.
const VARIABLE: &str = "WORKBENCH_PYTHON";

/// How long a Python may take to tell its version.
const INTRODUCTION: Duration = Duration::from_secs(10);

/// How long a program may take at the speed of a class.
const LIMIT: Duration = Duration::from_secs(60);

/// Asks a Python who it is: its version, and whether it has a global lock.
const WHO: &str = "import sys
print(sys.version.split()[0])
print(getattr(sys, '_is_gil_enabled', lambda: True)())";

/// A Python 3 that answers.
pub(crate) struct Python {
    pub(crate) program: OsString,
    /// `3.11.7`
    pub(crate) version: String,
    /// Whether one thread at a time runs Python code.
    pub(crate) has_gil: bool,
}

impl Python {
    /// The first of `$WORKBENCH_PYTHON`, `python3` and `python` that is a
    /// Python 3.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub(crate) fn find() -> Result<Self, Usage> {
        if let Some(named) = std::env::var_os(VARIABLE) {
            return Self::ask(&named).ok_or_else(|| {
                Usage::new(format!(
                    "{VARIABLE} is '{}', which is no Python 3; set it to one, \
                     or unset it",
                    named.display()
                ))
            });
        }
        let names = ["python3", "python"];
        names.iter().find_map(|name| Self::ask(name.as_ref())).ok_or_else(
            || {
                Usage::new(format!(
                    "--vs python needs Python 3, and there is none on the \
                     PATH; install it (apt-get install python3) or set \
                     {VARIABLE}"
                ))
            },
        )
    }

    fn ask(program: &OsStr) -> Option<Self> {
        let mut said = Vec::new();
        child::run(&mut command(program, WHO), INTRODUCTION, |line| {
            said.push(line.to_owned());
            Ok(())
        })
        .ok()?;
        let [version, has_gil] = said.as_slice() else { return None };
        version.starts_with("3.").then(|| Self {
            program: program.to_owned(),
            version: version.clone(),
            has_gil: has_gil == "True",
        })
    }

    /// Runs the lab's program and shows its lines.
    ///
    /// # Errors
    ///
    /// If it fails, takes too long, or nobody reads any more.
    pub(crate) fn tell(
        &self,
        program: &Program,
        story: &Story,
        screen: &Screen,
    ) -> Result<()> {
        screen.rival(&format!("Python {} does the same:", self.version))?;
        let mut command = command(&self.program, program.code);
        command.arg(story.speed().to_string());
        command.arg(story.threads.to_string());
        command.arg(story.seed.to_string());
        let limit = LIMIT.mul_f64(story.speed().max(1.0));
        let each = |line: &str| screen.quote(line);
        child::run(&mut command, limit, each).with_context(|| {
            format!("the Python program of lab '{}' failed", program.lab)
        })
    }
}

/// A lab's program in Python.
pub(crate) struct Program {
    lab: &'static str,
    code: &'static str,
}

impl Program {
    /// The program of `lab`.
    ///
    /// # Errors
    ///
    /// If it has none.
    pub(crate) fn of(lab: &Lab) -> Result<Self, Usage> {
        let code = lab.python.ok_or_else(|| {
            let all = labs::ALL.iter().filter(|lab| lab.python.is_some());
            let names: Vec<_> = all.map(|lab| lab.name).collect();
            Usage::new(format!(
                "lab '{}' has no Python program for --vs python; these have \
                 one: {}",
                lab.name,
                names.join(", ")
            ))
        })?;
        Ok(Self { lab: lab.name, code })
    }
}

/// Python with `code`: no file of the folder that it runs in takes the place
/// of a module, every line is there at once, and UTF-8 whatever the locale.
fn command(program: &OsStr, code: &str) -> Command {
    let mut command = Command::new(program);
    command.args(["-I", "-u", "-X", "utf8", "-c", code]);
    command
}
