//! Where the command's words go: its streams, its colours, its errors.

use std::fmt;
use std::io::{self, IsTerminal, Write, stdout};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use indicatif::{MultiProgress, ProgressDrawTarget};
use parking_lot::{Mutex, MutexGuard};

/// When standard output was last written to; who holds it may write.
static TURN: Mutex<Option<Instant>> = Mutex::new(None);

/// Set once, by a view that leaves room for bars.
static BARS: OnceLock<MultiProgress> = OnceLock::new();

/// How long leaving waits for a line that is being printed. Whoever reads it
/// may have stopped to read.
const LAST_LINE: Duration = Duration::from_millis(200);

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

/// Writes whole lines to standard output: those of two threads never mix,
/// and no bar is drawn into them.
///
/// # Errors
///
/// If nobody reads them any more, or the system refuses them.
pub(crate) fn write(lines: &str) -> io::Result<()> {
    write_raw(lines.as_bytes())
}

/// As [`write`](fn@write), of whatever somebody else has said.
///
/// # Errors
///
/// As `write`.
pub(crate) fn write_raw(bytes: &[u8]) -> io::Result<()> {
    let mut turn = TURN.lock();
    *turn = Some(Instant::now());
    let write = || {
        let mut out = stdout().lock();
        out.write_all(bytes)?;
        out.flush()
    };
    match BARS.get() {
        Some(bars) => bars.suspend(write),
        None => write(),
    }
}

/// Since something was last written.
pub(crate) fn silence() -> Duration {
    TURN.lock().map_or(Duration::ZERO, |last| last.elapsed())
}

/// Room for bars from now on, where standard error is a terminal.
pub(crate) fn allow_bars() {
    BARS.get_or_init(MultiProgress::new);
}

/// Where bars are drawn, which may be nowhere.
pub(crate) fn bars() -> MultiProgress {
    let nowhere = ProgressDrawTarget::hidden;
    let nowhere = || MultiProgress::with_draw_target(nowhere());
    BARS.get().cloned().unwrap_or_else(nowhere)
}

/// The turn after which nobody writes any more, and without bars.
pub(crate) fn last_turn() -> Option<MutexGuard<'static, Option<Instant>>> {
    let turn = TURN.try_lock_for(LAST_LINE)?;
    if let Some(bars) = BARS.get() {
        let _ = bars.clear();
    }
    Some(turn)
}

/// Whether `error` only says that nobody reads any more.
pub(crate) fn is_gone(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        io.is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Says what went wrong, in one line. A pipe that nobody reads any more is
/// no error.
pub(crate) fn failed(error: &anyhow::Error) -> ExitCode {
    if is_gone(error) {
        return ExitCode::SUCCESS;
    }
    complain(&format!("{error:#}"));
    match error.downcast_ref::<Usage>() {
        Some(_) => ExitCode::from(2),
        None => ExitCode::from(OUR_FAULT),
    }
}

/// The exit code for what no input should have brought about.
pub(crate) const OUR_FAULT: u8 = 4;

/// One line on standard error, whatever `what` has in it.
pub(crate) fn complain(what: &str) {
    // Nobody is left to be told if this fails.
    let _ = writeln!(io::stderr(), "error: {}", one_line(what));
}

/// As [`complain`], of something that keeps nobody from anything.
pub(crate) fn warn(what: &str) {
    let _ = writeln!(io::stderr(), "warning: {}", one_line(what));
}

/// `text` with control characters written out: a value from outside cannot
/// break a line or steer a terminal.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    text.chars().for_each(|letter| push_harmless(&mut line, letter));
    line
}

/// As [`one_line`], but colours stay.
pub(crate) fn one_painted_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let taken = match color_at_start(rest) {
            0 => {
                push_harmless(&mut line, letter);
                letter.len_utf8()
            }
            length => {
                line.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[taken..];
    }
    line
}

fn push_harmless(line: &mut String, letter: char) {
    match letter.is_control() {
        true => line.extend(letter.escape_debug()),
        false => line.push(letter),
    }
}

/// Bytes of the sequence at the start of `text` that changes the colour.
fn color_at_start(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("\x1b[") else { return 0 };
    let numbers = |it: char| !(it.is_ascii_digit() || it == ';');
    match rest.find(numbers) {
        Some(end) if rest[end..].starts_with('m') => end + "\x1b[m".len(),
        _ => 0,
    }
}

/// Whether standard output shows colour: a terminal does, unless `NO_COLOR`
/// or `--plain` say otherwise.
pub(crate) fn color(plain: bool) -> bool {
    !plain && AutoStream::choice(&stdout()) != ColorChoice::Never
}

/// Columns to draw in: the terminal's, up to 120, or 80 where there is none.
pub(crate) fn width() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|n| n.parse().ok());
    let seen = || {
        let out = stdout().is_terminal();
        let size = out.then(terminal_size::terminal_size).flatten();
        size.map(|(width, _)| usize::from(width.0))
    };
    asked.or_else(seen).unwrap_or(80).clamp(40, 120)
}

/// Why the system refuses a file, without its numbers and paths.
pub(crate) fn reason(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        kind => kind.to_string(),
    }
}

/// "did you mean", with the candidate that is most like `word`, if any is.
pub(crate) fn similar<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let word = word.to_lowercase();
    let alike = |name: &&str| match strsim::damerau_levenshtein(&word, name) {
        // Short words with two letters in the wrong order look very
        // different to the other measure.
        0 | 1 if word.len() > 2 => 1.0,
        _ => strsim::jaro_winkler(&word, name),
    };
    let best = candidates.max_by(|a, b| alike(a).total_cmp(&alike(b)))?;
    (alike(&best) > 0.7).then(|| format!("did you mean '{best}'?"))
}
