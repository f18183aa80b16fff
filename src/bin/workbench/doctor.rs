//! `workbench doctor`: what this machine lacks, and how to get it.

use std::io::{IsTerminal, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::args::Look;
use crate::interrupt;
use crate::output;
use crate::python::Python;
use crate::screen::{DIM, RIGHT, Screen, WRONG};

/// Where browsers of the Chromium family are found.
const CHROMIUM: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "chrome"];

enum State {
    Good,
    /// Something does not work, or shows nothing.
    Missing,
    /// Only work on the project itself needs it.
    Optional,
}

struct Finding {
    state: State,
    what: &'static str,
    detail: String,
}

/// Looks at everything that matters, a line each.
pub(crate) fn run() -> Result<ExitCode> {
    interrupt::listen()?;
    let look = Look { view: None, all: false, plain: false };
    let screen = Screen::new(&look, false);
    let mut missing = false;
    let checks = [cores, python, files, terminal, chromium, mdbook];
    for check in checks {
        let Finding { state, what, detail } = check();
        let (word, style) = match state {
            State::Good => ("good", RIGHT),
            State::Missing => ("missing", WRONG),
            State::Optional => ("optional", DIM),
        };
        missing |= matches!(state, State::Missing);
        let word = screen.paint(&format!("{word:8}"), style);
        screen.print(&format!("{word}  {what:8}  {detail}"))?;
    }
    Ok(ExitCode::from(u8::from(missing)))
}

fn cores() -> Finding {
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    let (state, detail) = match cores {
        1 => (
            State::Missing,
            "1: threads take turns, and nothing gets faster; give the \
             machine another"
                .to_owned(),
        ),
        n => (State::Good, format!("{n}, so that threads run at once")),
    };
    Finding { state, what: "cores", detail }
}

fn python() -> Finding {
    let (state, detail) = match Python::find() {
        Ok(Python { version, has_gil, program }) => {
            let lock = match has_gil {
                true => "with its global lock",
                false => "free-threaded",
            };
            let program = program.display();
            (State::Good, format!("{version}, {lock}: {program}"))
        }
        Err(why) => (State::Missing, why.to_string()),
    };
    Finding { state, what: "Python", detail }
}

fn files() -> Finding {
    let folder = std::env::temp_dir();
    let (state, detail) = match tempfile::tempfile() {
        Ok(_) => (State::Good, format!("{} can be written", folder.display())),
        Err(why) => {
            let why = output::reason(&why);
            let detail = format!(
                "{} cannot be written ({why}); name another folder: export \
                 TMPDIR=FOLDER",
                folder.display()
            );
            (State::Missing, detail)
        }
    };
    Finding { state, what: "files", detail }
}

fn terminal() -> Finding {
    let mut detail = match stdout().is_terminal() {
        true => format!("{} columns", output::width()),
        false => "none, so 80 columns".to_owned(),
    };
    detail += match output::color(false) {
        true => ", colour",
        false => ", no colour",
    };
    detail += match is_utf8() {
        true => ", UTF-8",
        false => ", not UTF-8: type '--plain' after a lab's name",
    };
    Finding { state: State::Good, what: "terminal", detail }
}

/// What the locale says; where there are no locales, a terminal that has
/// colours has UTF-8.
fn is_utf8() -> bool {
    if cfg!(not(unix)) {
        return true;
    }
    let first = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    });
    let locale = first.unwrap_or_default().to_ascii_lowercase();
    cfg!(target_os = "macos")
        || locale.contains("utf-8")
        || locale.contains("utf8")
}

fn chromium() -> Finding {
    optional(
        "Chromium",
        CHROMIUM,
        "for this project's own tests: apt-get install chromium",
    )
}

fn mdbook() -> Finding {
    optional("mdBook", &["mdbook"], "to build the book: cargo install mdbook")
}

fn optional(what: &'static str, names: &[&str], how: &'static str) -> Finding {
    match names.iter().find_map(|name| on_path(name)) {
        Some(path) => {
            let detail = path.display().to_string();
            Finding { state: State::Good, what, detail }
        }
        None => Finding { state: State::Optional, what, detail: how.into() },
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(&name))
        .find(|file| file.is_file())
}
