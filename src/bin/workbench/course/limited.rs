//! Running the check of an exercise, whatever the student's code does.
//!
//! It is a process with little memory and little time. Only one that has
//! answered, in a file that appears when its check is over, and then ended by
//! itself, has passed: an exit code says nothing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use workbench::exercise::{Orders, Task, Verdict};

use crate::child::{Ended, Running, TooLong};
use crate::screen::Screen;

/// How long a check may take.
const LIMIT: Duration = Duration::from_secs(20);

/// What came of it.
pub(super) enum Answer {
    /// The check came to its end, and the process, with this success.
    Verdict(Verdict, bool),
    /// The process ended before its check, in this way.
    Ended(String),
    /// It took too long.
    TooLong,
}

/// Has the check at `program` do `task`.
///
/// # Errors
///
/// If the system does not let it.
pub(super) fn order(
    program: &Path,
    task: Task,
    screen: &Screen,
    lines: usize,
) -> Result<Answer> {
    let desk = tempfile::tempdir().context("no room for an answer")?;
    let orders = Orders {
        answer: desk.path().join("verdict.json"),
        width: screen.width(),
        lines,
        ascii: screen.plain(),
        task,
    };
    let mut command = Command::new(program);
    command.env(Orders::VARIABLE, orders.to_value()?);
    command.env_remove("RUST_BACKTRACE").stdin(Stdio::null());
    let starting = || format!("cannot start '{}'", program.display());
    let mut running = Running::start(&mut command).with_context(starting)?;
    running.limit(LIMIT)?;
    let ended = match running.follow(LIMIT, |_| Ok(())) {
        Ok(ended) => ended,
        Err(why) if why.is::<TooLong>() => return Ok(Answer::TooLong),
        Err(why) => return Err(why),
    };
    Ok(match orders.answered() {
        Some(verdict) => Answer::Verdict(verdict, ended.is_good()),
        None => Answer::Ended(how(&ended)),
    })
}

/// How it ended, in the words of somebody who wants to know why.
fn how(ended: &Ended) -> String {
    let complaint = ended.complaint();
    if complaint.contains("memory allocation of") {
        return "it wanted more than 1 GB of memory".to_owned();
    }
    if complaint.contains("has overflowed its stack") {
        return "it used up its stack".to_owned();
    }
    match ended.failure() {
        None => "it left before its check was over".to_owned(),
        Some(why) => format!("it was ended before its check was over: {why}"),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn exit_code_of_zero_is_no_answer() {
        let screen = Screen::of_words(true);
        let answer = order(Path::new("true"), Task::Check, &screen, 12);
        let Answer::Ended(how) = answer.unwrap() else {
            panic!("'true' has answered");
        };
        assert_eq!(how, "it left before its check was over");
    }
}
