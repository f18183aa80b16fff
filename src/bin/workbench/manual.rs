//! `workbench completions` and `workbench man`: made from what can be typed.

use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Workbench;
use crate::labs;
use crate::output::{self, Usage, similar};

/// Prints what `shell` needs to complete words, the labs' names among them.
pub(crate) fn completions(shell: Shell) -> Result<()> {
    let names = labs::ALL.iter().map(|lab| lab.name);
    let names = PossibleValuesParser::new(names);
    let mut command = Workbench::command().mut_subcommand("lab", |lab| {
        lab.mut_arg("name", |name| name.value_parser(names))
    });
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "workbench", &mut script);
    Ok(output::write(&String::from_utf8(script)?)?)
}

/// Prints the manual page of `name`, or of the whole command.
pub(crate) fn page(name: Option<&str>) -> Result<()> {
    let mut command = Workbench::command();
    command.build();
    if let Some(name) = name {
        command = subcommand(&command, name)?;
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    Ok(output::write(&String::from_utf8(page)?)?)
}

fn subcommand(command: &Command, name: &str) -> Result<Command> {
    let Some(found) = command.find_subcommand(name) else {
        let names = command.get_subcommands().map(Command::get_name);
        let hint = similar(name, names);
        let hint = hint.unwrap_or("type 'workbench man'".into());
        let why = format!("no command '{name}'; {hint}");
        return Err(Usage::new(why).into());
    };
    Ok(found.clone())
}
