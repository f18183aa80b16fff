//! Building exercises: one call of cargo, however many there are.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Result, anyhow};
use serde::Deserialize;

use crate::child::Running;

/// How long cargo may take: the first time it builds the library, and may
/// fetch what that needs.
const LIMIT: Duration = Duration::from_secs(600);

/// What the compiler made of an exercise.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// Its check, to be run, if it compiles.
    pub(super) program: Option<PathBuf>,
    /// What the compiler said, as it says it.
    pub(super) said: String,
}

/// What cargo made of all of them.
pub(super) struct Builds {
    all: BTreeMap<String, Built>,
    /// What it said besides, if that was no good.
    complaint: String,
}

impl Builds {
    /// What became of the exercise called `name`.
    ///
    /// # Errors
    ///
    /// If it was not compiled, and not for its own sake.
    pub(super) fn take(&mut self, name: &str) -> Result<Built> {
        let built = self.all.remove(name).unwrap_or_default();
        match built.program.is_none() && built.said.is_empty() {
            true => Err(anyhow!("cargo could not build: {}", self.complaint)),
            false => Ok(built),
        }
    }
}

/// A line of what cargo says.
#[derive(Deserialize)]
struct Line {
    reason: String,
    target: Option<Target>,
    message: Option<Message>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Message {
    rendered: String,
}

/// Builds the exercises called `names` in the course at `root`.
///
/// # Errors
///
/// If cargo could not come as far as to compile them.
pub(super) fn build(
    root: &Path,
    names: &[&str],
    color: bool,
) -> Result<Builds> {
    let mut running = Running::start(&mut cargo(root, names, color))
        .map_err(|why| anyhow!("cannot start cargo: {why}"))?;
    let mut all: BTreeMap<String, Built> = BTreeMap::new();
    let mut is_over = false;
    let ended = running.follow(LIMIT, |line| {
        // Other programs that cargo starts may say something, too.
        let Ok(line) = serde_json::from_str::<Line>(line) else {
            return Ok(());
        };
        is_over |= line.reason == "build-finished";
        let Some(target) = line.target else { return Ok(()) };
        let it = all.entry(target.name).or_default();
        if let Some(message) = line.message {
            it.said += &message.rendered;
        }
        it.program = line.executable.or(it.program.take());
        Ok(())
    })?;
    let complaint = ended.complaint().to_owned();
    match is_over {
        true => Ok(Builds { all, complaint }),
        false => Err(anyhow!("cargo could not build: {complaint}")),
    }
}

fn cargo(root: &Path, names: &[&str], color: bool) -> Command {
    let rendered = match color {
        true => "--message-format=json-diagnostic-rendered-ansi",
        false => "--message-format=json",
    };
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--keep-going", rendered]);
    command.args(names.iter().flat_map(|name| ["--test", name]));
    command.current_dir(root).stdin(Stdio::null());
    command
}
