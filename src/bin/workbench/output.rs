//! Where the command's words go: its streams, its colours, its errors.

use std::fmt;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};

/// Bad input: what was wrong with it, and what to type instead. Exit code 2.
#[derive(Debug)]
pub(crate) struct Usage(String);

impl Usage {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// Says what went wrong, in one line. A pipe that nobody reads any more is
/// no error.
pub(crate) fn failed(error: &anyhow::Error) -> ExitCode {
    let broken = |cause: &(dyn std::error::Error + 'static)| {
        let io = cause.downcast_ref::<std::io::Error>();
        io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(broken) {
        return ExitCode::SUCCESS;
    }
    let _ = writeln!(std::io::stderr(), "error: {error:#}");
    match error.downcast_ref::<Usage>() {
        Some(_) => ExitCode::from(2),
        None => ExitCode::from(4),
    }
}

/// Whether standard output shows colour: a terminal does, unless `NO_COLOR`
/// or `--plain` say otherwise.
pub(crate) fn color(plain: bool) -> bool {
    !plain && AutoStream::choice(&std::io::stdout()) != ColorChoice::Never
}

/// Columns to draw in: the terminal's, up to 120, or 80 where there is none.
pub(crate) fn width() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|n| n.parse().ok());
    let seen = || {
        let out = std::io::stdout().is_terminal();
        let size = out.then(terminal_size::terminal_size).flatten();
        size.map(|(width, _)| usize::from(width.0))
    };
    asked.or_else(seen).unwrap_or(80).clamp(40, 120)
}

/// "did you mean", with the candidate that is most like `word`, if any is.
pub(crate) fn similar<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let alike = |name: &&str| strsim::jaro_winkler(word, name);
    let best = candidates.max_by(|a, b| alike(a).total_cmp(&alike(b)))?;
    (alike(&best) > 0.7).then(|| format!("did you mean '{best}'?"))
}
