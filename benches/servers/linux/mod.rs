//! The subjects, and which of them are wanted.

mod calls;
mod cores;
mod echo;
mod ends;
mod files;
pub(crate) mod framed;
mod idle;
mod loads;
mod processes;
mod python;
mod rivals;
mod table;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use crate::scale::Scale;
use crate::words::Words;
use python::Python;
use table::Table;

/// What every subject stands on.
pub(crate) struct Bench {
    scale: Scale,
    python: Python,
}

/// A subject's name, and what measures it.
type Subject = (&'static str, fn(&Bench, &mut Table) -> io::Result<()>);

const SUBJECTS: [Subject; 9] = [
    ("same-core", echo::same_core),
    ("split", echo::split),
    ("unpinned", echo::unpinned),
    ("calls", calls::play),
    ("idle", idle::play),
    ("files", files::play),
    ("framed", framed::play),
    ("stop", ends::stop),
    ("emfile", ends::emfile),
];

/// The socket servers against named rivals.
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    words: Words,
    /// Serve as this rival
    #[arg(long, hide = true)]
    serve: Option<String>,
}

pub(crate) fn main() -> ExitCode {
    let Args { words, serve } = Args::parse();
    if let Some(rival) = serve {
        return rivals::serve(&rival);
    }
    let wanted = SUBJECTS.iter().filter(|(name, _)| words.want(name));
    let wanted: Vec<_> = wanted.collect();
    if wanted.is_empty() {
        let names = SUBJECTS.map(|(name, _)| name).join(", ");
        eprintln!(
            "error: no subject named '{}'; there are {names}",
            words.names.join(" ")
        );
        return ExitCode::from(2);
    }
    let scale = words.scale();
    println!("{}", scale.describe());
    let bench = Bench { scale, python: Python::find() };
    println!("{}", bench.python.describe());
    let (mut table, began) = (Table::default(), Instant::now());
    for (name, play) in wanted {
        // A subject takes seconds: what is done is shown meanwhile.
        let _ = io::stdout().flush();
        if let Err(why) = play(&bench, &mut table) {
            eprintln!("error: {name}: {why}");
            return ExitCode::FAILURE;
        }
    }
    table.end(began.elapsed());
    ExitCode::SUCCESS
}
