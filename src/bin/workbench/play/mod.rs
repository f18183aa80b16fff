//! `workbench play`: be the scheduler of a program with a mistake.
//!
//! Whoever plays chooses who makes the next step. A [`round::Round`] is one
//! program and what was done with it; it is shown as a full screen
//! (`view`), line by line (`prompt`), or as what came of a list of keys
//! (`script`). A page asks for keys and is told states (`streamed`).

mod ending;
mod fit;
mod key;
mod list;
mod par;
mod progress;
mod prompt;
mod round;
mod script;
mod seat;
mod source;
mod streamed;
mod told;
mod view;

use std::process::ExitCode;

use anyhow::Result;

use crate::args;
use crate::interrupt;
use crate::save::Save;
use crate::subject::{Subject, Wishes};
use round::Round;

/// What the command says of a game, and its last round, unless somebody
/// broke it off.
type Played = (ExitCode, Option<Round>);

/// Plays a level or a lab, or lists the levels.
pub(crate) fn run(args: &args::Play) -> Result<ExitCode> {
    let Some(name) = &args.name else {
        list::tell(args.plain)?;
        return Ok(ExitCode::SUCCESS);
    };
    let variant = args.variant.as_deref();
    let wishes = Wishes { variant, threads: args.threads, seed: None };
    let subject = Subject::find(name, wishes)?;
    interrupt::listen()?;
    if args.stream {
        return streamed::run(subject);
    }
    let save = args.save.as_deref().map(Save::new).transpose()?;
    let (code, round) = match &args.keys {
        Some(keys) => script::run(subject, keys, args.plain)?,
        None if args.plain || !view::is_possible() => {
            prompt::run(subject, args.plain)?
        }
        None => view::run(subject)?,
    };
    if let (Some(save), Some(round)) = (save, round) {
        save.write(&[round.game.trace().clone()])?;
    }
    Ok(code)
}
