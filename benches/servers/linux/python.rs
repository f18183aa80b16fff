//! Python, with uvloop where that can be had.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::processes::Contender;

/// Names Python 3 where it is not on the PATH.
const VARIABLE: &str = "WORKBENCH_PYTHON";

pub(crate) const SERVERS: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/benches/python/servers.py");

/// A Python 3, if there is one.
pub(crate) struct Python {
    program: Option<String>,
    has_uvloop: bool,
}

impl Python {
    pub(crate) fn find() -> Self {
        let named = std::env::var(VARIABLE).ok();
        let named = named.as_deref().unwrap_or("python3");
        // The program itself, and no script that looks for one.
        let found = said(named, &["-c", "import sys; print(sys.executable)"]);
        let of_venv = found.as_deref().and_then(with_uvloop);
        let has_uvloop = of_venv.is_some();
        Self { program: of_venv.or(found), has_uvloop }
    }

    /// What there is, and how to get what there is not.
    pub(crate) fn describe(&self) -> String {
        let Some(program) = &self.program else {
            return format!(
                "skipped: all against Python, for there is no Python 3; \
                 install it (apt-get install python3) or set {VARIABLE}"
            );
        };
        let version = "import platform; print(platform.python_version())";
        let version = said(program, &["-c", version]).unwrap_or_default();
        match self.has_uvloop {
            true => format!("Python {version}, with uvloop"),
            false => format!(
                "Python {version}; skipped: uvloop, which could not be had \
                 (python3 -m venv, pip install uvloop)"
            ),
        }
    }

    /// What runs Python's side, given its words.
    pub(crate) fn command(&self, words: &[&str]) -> Option<Vec<String>> {
        let program = self.program.as_deref()?;
        let first = [program, "-I", SERVERS].into_iter();
        let words = first.chain(words.iter().copied());
        Some(words.map(str::to_owned).collect())
    }

    /// A contender of this name, if it can be had.
    pub(crate) fn serves(&self, kind: &'static str) -> Option<Contender> {
        if kind == "uvloop" && !self.has_uvloop {
            return None;
        }
        let name = match kind {
            "threading" => "py ThreadingTCPServer",
            "selectors" => "py selectors",
            "protocol" => "py asyncio Protocol",
            "streams" => "py asyncio streams",
            _ => "py uvloop Protocol",
        };
        Some(Contender::new(name, self.command(&[kind])?))
    }
}

/// The Python of a virtual environment with uvloop, made if there is none.
fn with_uvloop(python: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("uvloop");
    let program = folder.join("bin/python");
    let program = path(&program);
    let has = || said(&program, &["-c", "import uvloop; print(1)"]).is_some();
    if !has() {
        said(python, &["-m", "venv", &path(&folder)])?;
        let pip = ["-m", "pip", "install", "--quiet", "uvloop"];
        said(&program, &pip)?;
    }
    has().then_some(program)
}

fn path(path: &Path) -> String {
    PathBuf::from(path).to_string_lossy().into_owned()
}

/// What a program prints, if all goes well.
fn said(program: &str, words: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
