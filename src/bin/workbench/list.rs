//! `workbench` alone, and `workbench lab` without a name.

use anyhow::Result;
use clap::CommandFactory;

use crate::args::Workbench;
use crate::labs;
use crate::output;
use crate::wrap::wrap;

/// Columns of a section of the course notes, `7.11.1`.
const NOTES: usize = 8;

/// What there is, and where to start.
pub(crate) fn start() -> Result<()> {
    let command = Workbench::command();
    let about = command.get_about().map(ToString::to_string);
    let mut text = format!("{}.\n\n", about.unwrap_or_default());
    for it in command.get_subcommands().filter(|it| !it.is_hide_set()) {
        let about = it.get_about().map(ToString::to_string).unwrap_or_default();
        text += &format!("  workbench {:10} {about}\n", it.get_name());
    }
    let names: Vec<_> = labs::ALL.iter().map(|lab| lab.name).collect();
    let labs = format!("Labs, in teaching order: {}", names.join(", "));
    text += &format!("\n{}\n", wrap(&labs, output::width(), 2).join("\n"));
    text += &format!("Start here: workbench lab {}\n", names[0]);
    Ok(output::write(&text)?)
}

/// Every lab, with its title and its place in the course notes.
pub(crate) fn labs() -> Result<()> {
    let longest = labs::ALL.iter().map(|lab| lab.name.len()).max();
    let name = longest.unwrap_or(0) + 2;
    let mut text = String::from("Labs, in teaching order (notes: section)\n");
    for lab in labs::ALL {
        let notes = lab.notes.unwrap_or("-");
        let line = format!("{:name$}{notes:NOTES$}{}", lab.name, lab.title);
        let lines = wrap(&line, output::width(), name + NOTES).join("\n");
        text += &format!("{lines}\n");
    }
    text += &format!("Run one: workbench lab {}\n", labs::ALL[0].name);
    Ok(output::write(&text)?)
}
