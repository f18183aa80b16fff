//! A schedule to pass on: `deadlock.ordered/3@1,2~2f3a`.
//!
//! What is explored, who makes each step, and a check, so that a token that
//! was cut, edited, or made for other programs is refused and not run.

use std::fmt;

use workbench::explore::{Failure, FailureKind, Schedule};

use crate::output::Usage;
use crate::subject::Subject;

/// What tokens are checked with: changes when programs or steps do.
const EDITION: &str = concat!("workbench ", env!("CARGO_PKG_VERSION"), " 1");

/// A subject and a schedule.
pub(crate) struct Token {
    pub(crate) subject: Subject,
    pub(crate) schedule: Schedule,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&seal(&self.subject.word(), &self.schedule))
    }
}

/// A token of what `word` names.
pub(crate) fn seal(word: &str, schedule: impl fmt::Display) -> String {
    let body = format!("{word}@{schedule}");
    format!("{body}~{:04x}", check(&body))
}

/// The word and the schedule that [`seal`] has made a token of.
///
/// # Errors
///
/// If it is none, or not as it was written.
pub(crate) fn open(text: &str) -> Result<(&str, Schedule), Usage> {
    let refused = |why: &str| {
        Usage::new(format!(
            "'{}' is no token: {why}; 'workbench explore deadlock' makes one",
            shortened(text)
        ))
    };
    let text = text.trim();
    let Some((word, rest)) = text.split_once('@') else {
        return Err(refused("it has no '@'"));
    };
    let Some((schedule, written)) = rest.rsplit_once('~') else {
        return Err(refused("its end, '~' and four letters, is missing"));
    };
    let whole = u16::from_str_radix(written, 16).ok();
    if written.len() != 4 || whole != Some(check(&text[..text.len() - 5])) {
        return Err(refused(
            "it was cut or edited, or made by another version",
        ));
    }
    let schedule =
        schedule.parse().map_err(|why| refused(&format!("{why}")))?;
    Ok((word, schedule))
}

impl Token {
    /// As few choices as lead to `failure`, if what follows goes on without a
    /// switch.
    pub(crate) fn of(subject: Subject, failure: &Failure) -> Self {
        let whole = failure.schedule();
        let gets_lost = matches!(
            failure.kind(),
            FailureKind::Stuck | FailureKind::NotDeterministic
        );
        if gets_lost {
            return Self { subject, schedule: whole.clone() };
        }
        let mut game = subject.explorer().play(subject.program());
        let mut leads_there = |steps: usize| {
            game.follow(&whole.prefix(steps));
            game.schedule() == whole
        };
        let (mut few, mut enough) = (0, whole.len());
        while few < enough {
            let steps = (few + enough) / 2;
            match leads_there(steps) {
                true => enough = steps,
                false => few = steps + 1,
            }
        }
        Self { subject, schedule: whole.prefix(enough) }
    }
}

/// Sixteen bits of FNV-1a, Fowler, Noll and Vo.
fn check(body: &str) -> u16 {
    let mut hash: u32 = 0x811C_9DC5;
    for byte in EDITION.bytes().chain(body.bytes()) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    (hash >> 16) as u16 ^ hash as u16
}

/// The beginning of a long text.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
