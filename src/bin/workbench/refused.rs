//! What is said to words that make no sense: one line, with the value and
//! what to type instead.

use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{Command, CommandFactory, Error};

use crate::args::Workbench;
use crate::labs;
use crate::output::{self, Usage};

/// Help and version are printed whole; every error becomes one line.
pub(crate) fn refused(error: &Error) -> ExitCode {
    if !error.use_stderr() {
        // As everywhere: a reader who has gone is no error.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let usage = match in_our_words(error) {
        Some((what, hint)) => Usage::new(format!("{what}; {hint}")),
        None => Usage::new(format!("{}; {}", first_line(error), help())),
    };
    output::failed(&usage.into())
}

/// What was wrong, and what to type instead; nothing for errors that clap
/// itself says well.
fn in_our_words(error: &Error) -> Option<(String, String)> {
    let said = |kind| error.get(kind).map(ToString::to_string);
    let did_you_mean =
        |kind| said(kind).map(|it| format!("did you mean '{it}'?"));
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = said(ContextKind::InvalidSubcommand)?;
            let lab = labs::find(&word).map(|lab| {
                format!("did you mean 'workbench lab {}'?", lab.name)
            });
            let command = Workbench::command();
            let command = typed(&command).unwrap_or(&command);
            let names = command.get_subcommands().map(|it| it.get_name());
            let hint = lab.or_else(|| output::similar(&word, names));
            Some((format!("no command '{word}'"), hint.unwrap_or_else(help)))
        }
        ErrorKind::UnknownArgument => {
            let word = said(ContextKind::InvalidArg)?;
            let what = match word.starts_with('-') {
                true => format!("no option '{word}' here"),
                false => format!("'{word}' is one word too many"),
            };
            let hint = did_you_mean(ContextKind::SuggestedArg);
            Some((what, hint.unwrap_or_else(help)))
        }
        ErrorKind::InvalidValue => {
            let (word, option) = (
                said(ContextKind::InvalidValue)?,
                said(ContextKind::InvalidArg)?,
            );
            let what = match word.is_empty() {
                true => format!("'{option}' is given nothing"),
                false => format!("'{word}' is no value for '{option}'"),
            };
            let known = said(ContextKind::ValidValue);
            let known = known.filter(|known| !known.is_empty());
            let hint = known.map(|known| format!("it takes one of: {known}"));
            Some((what, hint.unwrap_or_else(help)))
        }
        ErrorKind::ValueValidation => {
            let (word, option) = (
                said(ContextKind::InvalidValue)?,
                said(ContextKind::InvalidArg)?,
            );
            let source = std::error::Error::source(error)?.to_string();
            let what = format!("'{word}' is no value for '{option}'");
            Some((what, source))
        }
        ErrorKind::MissingRequiredArgument => {
            let what = said(ContextKind::InvalidArg)?;
            Some((format!("{what} is missing"), help()))
        }
        _ => None,
    }
}

fn first_line(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

/// The command whose name was typed.
fn typed(all: &Command) -> Option<&Command> {
    let word = std::env::args_os().nth(1)?;
    all.get_subcommands().find(|it| *word == *it.get_name())
}

/// Where everything stands that can be typed.
fn help() -> String {
    let command = Workbench::command();
    let of = typed(&command)
        .map(|it| format!("{} ", it.get_name()))
        .unwrap_or_default();
    format!("type 'workbench {of}--help'")
}
